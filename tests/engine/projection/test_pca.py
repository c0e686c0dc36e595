"""The principal axes are the eigenvectors of the covariance, whatever the shape of the samples."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.projection.linear import squared_distances
from mlp_engine.projection.pca import principal_axes


@pytest.mark.parametrize("shape", [(40, 12), (12, 40), (30, 30)], ids=["tall", "wide", "square"])
def test_axes_variances_and_shares_are_those_of_the_eigendecomposition(shape) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=shape) * np.linspace(3, 0.5, shape[1]) + 4
    values, vectors = np.linalg.eigh(np.cov(x.T))
    found = principal_axes(x, 3)
    assert found.variances == pytest.approx(values[:-4:-1])
    assert found.shares == pytest.approx(values[:-4:-1] / values.sum())
    for axis, vector in zip(found.axes.T, vectors.T[:-4:-1], strict=True):
        assert abs(axis @ vector) == pytest.approx(1)
        assert axis[np.abs(axis).argmax()] > 0, "the sign is fixed"
    coordinates = found.project(x)
    assert np.cov(coordinates.T) == pytest.approx(np.diag(found.variances), abs=1e-6)
    assert found.project(x[5]) == pytest.approx(coordinates[5])


def test_the_same_samples_in_single_precision_or_mirrored_keep_axes_and_signs() -> None:
    x = np.random.default_rng(2).normal(size=(50, 6)) * [5, 3, 1, 1, 1, 1]
    axes = principal_axes(x).axes
    assert principal_axes(x.astype(np.float32)).axes == pytest.approx(axes, abs=1e-4)
    assert principal_axes(-x).axes == pytest.approx(axes)


def test_fewer_directions_than_wanted_leave_zeros() -> None:
    line = principal_axes(np.array([[0.0], [1.0], [3.0]]))
    assert line.axes.tolist() == [[1, 0]]
    assert line.shares == pytest.approx([1, 0])
    equal = principal_axes(np.ones((5, 4)))
    assert equal.shares.tolist() == [0, 0]
    assert not equal.project(np.ones((5, 4))).any()


def test_one_sample_has_no_axes() -> None:
    with pytest.raises(SettingError, match=r"Number of samples must be a whole number of at least 2\. Got 1"):
        principal_axes(np.ones((1, 4)))


def test_squared_distances_are_those_between_all_rows_also_far_from_the_origin() -> None:
    x = np.random.default_rng(3).normal(size=(20, 7)) + 1000
    assert squared_distances(x) == pytest.approx(((x[:, None] - x) ** 2).sum(axis=-1), abs=1e-8)
    assert (squared_distances(np.repeat(x, 2, axis=0)) >= 0).all()
