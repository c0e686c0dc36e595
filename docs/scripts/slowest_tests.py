"""Puts the slowest twenty tests of a run into CONTRIBUTING.md.

    pytest --junitxml=suite.xml
    python docs/scripts/slowest_tests.py suite.xml

The seconds are those of the clock, each test's with its fixtures.
"""

import argparse
import sys
from pathlib import Path
from xml.etree import ElementTree

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"
BEGIN = "| Test | Seconds |\n"
COUNT = 20


def slowest(report: Path, count: int = COUNT) -> list[tuple[str, str, float]]:
    """Of the slowest tests in a report of pytest, slowest first: file, name and seconds."""
    cases = ElementTree.parse(report).iter("testcase")
    found = [(case.get("classname", ""), case.get("name", ""), float(case.get("time", 0))) for case in cases]
    found.sort(key=lambda test: test[2], reverse=True)
    return [(classname.replace(".", "/") + ".py", name, seconds) for classname, name, seconds in found[:count]]


def table(tests: list[tuple[str, str, float]]) -> str:
    """The tests as a table in Markdown, with their names as words."""
    rows = [
        f"| `{file}`, {name.removeprefix('test_').replace('_', ' ').replace('|', '/')} | {seconds:.0f} |"
        for file, name, seconds in tests
    ]
    return "\n".join([BEGIN + "| --- | --- |", *rows]) + "\n"


def with_table(text: str, new: str) -> str:
    """The text with another table in the place of the one that begins with :data:`BEGIN`.

    Raises:
        ValueError: if there is none.
    """
    before, found, rest = text.partition(BEGIN)
    if not found:
        raise ValueError(f"The text must hold a table that begins with {BEGIN.strip()!r}. It holds none.")
    lines = rest.splitlines(keepends=True)
    after = next((number for number, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return before + new + "".join(lines[after:])


def main() -> int:
    """Read the report and write the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Puts the slowest twenty tests of a run into CONTRIBUTING.md.")
    parser.add_argument("report", type=Path, help="what pytest --junitxml=FILE wrote")
    asked = parser.parse_args()
    text = CONTRIBUTING.read_text(encoding="utf-8")
    CONTRIBUTING.write_text(with_table(text, table(slowest(asked.report))), encoding="utf-8")
    print(f"written: {CONTRIBUTING}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
