"""A few of the cases of fuzz_readers.py; many more take its command."""

import pytest

from .fuzz_readers import READERS, run


@pytest.mark.parametrize("reader", READERS)
def test_changed_files_are_read_or_refused(reader: str) -> None:
    library = {"hdf5": "h5py", "parquet": "pyarrow", "arrow": "pyarrow"}.get(reader)
    if library is not None:
        pytest.importorskip(library)
    outcomes, failures = run(reader, 0, 60)
    assert failures == []
    assert outcomes.total() == 60
    assert outcomes["refused"] > 0
