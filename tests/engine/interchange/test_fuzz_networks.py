"""A few of the cases of fuzz_networks.py; many more take its command."""

import pytest

from .fuzz_networks import READERS, run


@pytest.mark.parametrize("reader", READERS)
def test_changed_files_are_opened_or_refused(reader: str) -> None:
    if reader == "onnx":
        pytest.importorskip("onnx")
    outcomes, failures = run(reader, 0, 100)
    assert failures == []
    assert outcomes.total() == 100
    assert outcomes["refused"] > 0
