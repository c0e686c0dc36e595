"""The sheet of paper that every page is written on: its style, its title, and nothing to load."""

from xml.etree.ElementTree import Element

from mlp_engine.examination.report.markup import document, node

STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; background: #fff; color: #1c2127;
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
p.note { color: #66707c; } p, td, th { overflow-wrap: anywhere; }
section, table, svg { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.5rem; text-align: right; border-bottom: 1px solid #dfe3e8; }
table.facts th { width: 12rem; } table.facts th, table.facts td { text-align: left; vertical-align: top; }
table.confusion { table-layout: fixed; }
table.confusion td, table.confusion th { text-align: center; padding: 0.4rem 0; }
td.right { background: #eef0f3; } td.none { color: #66707c; } td.wrong { font-weight: bold; }
th { font-weight: 600; } svg { width: 100%; height: auto; font-size: 12px; }
.pictures { display: flex; flex-wrap: wrap; gap: 0.75rem; } figure { margin: 0; text-align: center; }
figure img { image-rendering: pixelated; border: 1px solid #dfe3e8; } figcaption { font-size: 0.8rem; }
section.long { break-inside: auto; } .long figure { width: 6.5rem; break-inside: avoid; }
.long figcaption span { display: block; line-height: 1.3; font-variant-numeric: tabular-nums; }
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
"""


def html_page(title: str, *children: Element) -> str:
    """One HTML page without scripts and without anything to load, ``title`` as its name and its heading."""
    style = Element("style")
    style.text = STYLE  # ours, and too long for a text from elsewhere
    head = node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", name="viewport", content="width=device-width"),
        node("title", title),
        style,
    )
    return document(node("html", head, node("body", node("h1", title), *children), lang="en"))
