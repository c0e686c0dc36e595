"""Memory that is kept for the next call: each array its own part of it, each thread its own memory."""

import threading

import numpy as np

from mlp_engine.fast import scratch as module
from mlp_engine.fast.scratch import scratch


def test_arrays_have_their_shapes_and_do_not_overlap() -> None:
    shapes = [(3, 5), (7,), (2, 2)]
    for dtype in (np.float32, np.float64):
        arrays = scratch(shapes, dtype)
        assert [(array.shape, array.dtype) for array in arrays] == [(shape, dtype) for shape in shapes]
        for number, array in enumerate(arrays):
            array.fill(number)
        assert [set(array.ravel().tolist()) for array in arrays] == [{0.0}, {1.0}, {2.0}]


def test_memory_is_kept_for_the_next_call_in_the_same_thread_alone() -> None:
    (first,) = scratch([(1000,)], np.float32)
    (again,) = scratch([(500,)], np.float32)
    assert np.shares_memory(first, again)
    elsewhere: list[np.ndarray] = []
    thread = threading.Thread(target=lambda: elsewhere.extend(scratch([(500,)], np.float32)))
    thread.start()
    thread.join()
    assert not np.shares_memory(first, elsewhere[0])


def test_very_much_memory_is_not_kept(monkeypatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 1 << 10)
    monkeypatch.setattr(module._kept, "memory", np.empty(0, np.uint8))
    (large,) = scratch([(1000,)], np.float32)
    assert large.shape == (1000,)
    assert module._kept.memory.size == 0
