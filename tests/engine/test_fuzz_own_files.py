"""A few of the cases of fuzz_own_files.py; many more take its command."""

import pytest

from .fuzz_own_files import READERS, run


@pytest.mark.parametrize("reader", READERS)
def test_changed_files_are_read_or_refused(reader: str) -> None:
    outcomes, failures = run(reader, 0, 60)
    assert failures == []
    assert outcomes.total() == 60
    assert outcomes["read"] > 0
