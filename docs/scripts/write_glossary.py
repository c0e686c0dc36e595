"""Writes docs/glossary.md from resources/glossary.toml and the words around its tables in glossary_template.md.

python docs/scripts/write_glossary.py
"""

from pathlib import Path

from mlp_engine.glossary import glossary_tables, read_glossary

HERE = Path(__file__).parent
PAGE = HERE.parent / "glossary.md"


def glossary_page() -> str:
    """The text of the page."""
    template = (HERE / "glossary_template.md").read_text(encoding="utf-8")
    return template.replace("{tables}", glossary_tables(read_glossary()))


if __name__ == "__main__":
    PAGE.write_text(glossary_page(), encoding="utf-8")
