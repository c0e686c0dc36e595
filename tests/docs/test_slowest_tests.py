"""The slowest tests of a report of pytest come into the table of CONTRIBUTING.md, and nothing else of it changes."""

from pathlib import Path

import pytest

import slowest_tests


def test_the_table_is_replaced_by_the_slowest(tmp_path: Path) -> None:
    report = tmp_path / "suite.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="tests.a.test_b" name="test_one_two[x|y]" time="1.6"/>'
        '<testcase classname="tests.test_c" name="test_quick" time="0.1"/>'
        '<testcase classname="tests.test_c" name="test_slow" time="30.2"/></testsuite></testsuites>',
        encoding="utf-8",
    )
    found = slowest_tests.slowest(report, 2)
    assert found == [("tests/test_c.py", "test_slow", 30.2), ("tests/a/test_b.py", "test_one_two[x|y]", 1.6)]
    text = "Before.\n\n| Test | Seconds |\n| --- | --- |\n| old | 9 |\n\nAfter, | with a bar.\n"
    assert slowest_tests.with_table(text, slowest_tests.table(found)) == (
        "Before.\n\n| Test | Seconds |\n| --- | --- |\n| `tests/test_c.py`, slow | 30 |\n"
        "| `tests/a/test_b.py`, one two[x/y] | 2 |\n\nAfter, | with a bar.\n"
    )


def test_contributing_has_such_a_table() -> None:
    text = slowest_tests.CONTRIBUTING.read_text(encoding="utf-8")
    assert slowest_tests.with_table(text, slowest_tests.BEGIN) != text
    with pytest.raises(ValueError, match="must hold a table"):
        slowest_tests.with_table("Nothing.", "")
