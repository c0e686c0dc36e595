"""A moment of a run: what is seen of its network, and the moments that a run has."""

import numpy as np
import pytest

from mlp_engine.diagnosis.layer_statistics import layer_statistics
from mlp_engine.errors import WeightsReadError
from mlp_engine.runs.moments import moment_of, snapshots_of
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.snapshots import Snapshot


def test_a_moment_is_what_the_network_of_a_snapshot_does(store, train_and_keep, blobs) -> None:
    run, result = train_and_keep()
    files = SnapshotFiles(store.folder, run)
    assert snapshots_of(store.run(run), files) == (), "without snapshots the last network alone is no series"
    store.keep_snapshot(run, Snapshot(2, result.network), store.run(run).summary.training)
    snapshots = snapshots_of(store.run(run), files)
    assert [snapshot.epoch for snapshot in snapshots] == [2, 3]
    assert snapshots[-1].path == store.weights_of(run, "last")
    moment = moment_of(snapshots[-1], blobs)
    assert result.last is not None
    found = evaluate(result.last, blobs)
    assert np.array_equal(moment.confusion, found.confusion)
    assert (moment.epoch, moment.samples) == (3, len(blobs))
    assert moment.accuracy == pytest.approx(1 - found.error_rate)
    expected = layer_statistics(result.last, blobs)
    assert [layer.gradient_norm for layer in moment.layers] == [layer.gradient_norm for layer in expected]
    found, last = store.run(run), snapshots[-1].path
    last.rename(last.with_suffix(".away"))
    assert [snapshot.epoch for snapshot in snapshots_of(found, files)] == [2], "gone since the run was read"
    snapshots[0].path.unlink()
    with pytest.raises(WeightsReadError):
        moment_of(snapshots[0], blobs)
