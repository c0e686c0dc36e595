"""Which epoch is the best."""

import pytest

from mlp_engine.training.history import EpochRecord, History, better


def record(epoch: int, accuracy: float | None = None, loss: float | None = None) -> EpochRecord:
    return EpochRecord(epoch, 1.0, 0.5, loss, accuracy, 0.0, 0.1, float(epoch))


@pytest.mark.parametrize(
    ("epochs", "best"),
    [
        ([(0.8, 0.5), (0.9, 0.6), (0.85, 0.1)], 2),  # accuracy comes first, whatever the loss is
        ([(0.9, 0.5), (0.9, 0.4), (0.9, 0.45)], 2),  # the lower loss decides a draw
        ([(0.9, 0.4), (0.9, 0.4)], 1),  # the earlier of two that are alike
        ([(0.5, 9.0)], 1),
    ],
)
def test_the_best_epoch_has_the_highest_accuracy_then_the_lowest_loss_and_came_first(epochs, best) -> None:
    records = [record(number, *scores) for number, scores in enumerate(epochs, start=1)]
    assert History(tuple(records)).best is records[best - 1]


def test_without_validation_no_epoch_is_the_best() -> None:
    assert History((record(1), record(2))).best is None
    assert better(None, record(1)) is None
    validated = record(1, 0.5, 1.0)
    assert better(validated, record(2)) is validated
