"""Curves out of events."""

import numpy as np

from mlp_desktop.models.train.run_curves import RunCurves, band, kept_curve
from mlp_engine.training.history import EpochFinished, EpochRecord, History, Progress


def finished(epoch: int, loss: float, *, best: bool, validated: bool = True, penalty: float = 0.0) -> EpochFinished:
    validation = (loss + 1, 0.5) if validated else (None, None)
    return EpochFinished(EpochRecord(epoch, loss, 0.6, *validation, penalty, 0.1, 1.0), best, 9)


def test_reports_make_the_training_curve_and_epochs_the_validation_curve() -> None:
    curves = RunCurves()
    curves.add_progress(Progress(0.5, 9, 2.0, 0.3, 1, 1))
    curves.add_epoch(finished(1, 1.5, best=True))
    curves.add_progress(Progress(1.5, 9, 1.0, 0.4, 1, 1))
    curves.add_epoch(finished(2, 1.2, best=False))
    assert [points.tolist() for points in curves.training_loss()] == [[0.5, 1.5], [2.0, 1.0]]
    assert [points.tolist() for points in curves.training_accuracy()] == [[0.5, 1.5], [0.3, 0.4]]
    assert [points.tolist() for points in curves.validation_loss()] == [[1, 2], [2.5, 2.2]]
    assert [points.tolist() for points in curves.validation_accuracy()] == [[1, 2], [0.5, 0.5]]
    assert curves.best.epoch == 1
    assert curves.last.epoch == 2


def test_epochs_too_short_for_a_report_still_draw_a_training_curve() -> None:
    curves = RunCurves()
    for epoch in (1, 2, 3):
        curves.add_epoch(finished(epoch, 1 / epoch, best=False, validated=False))
    assert curves.training_loss()[0].tolist() == [1, 2, 3]
    assert curves.validation_loss()[0].size == 0
    assert curves.best is None


def test_the_penalty_is_a_curve_of_its_own_where_there_is_one() -> None:
    curves = RunCurves()
    curves.add_epoch(finished(1, 1.5, best=True))
    assert curves.penalty()[0].size == curves.penalty()[1].size == 0
    curves.add_epoch(finished(2, 1.2, best=True, penalty=0.25))
    assert [points.tolist() for points in curves.penalty()] == [[1, 2], [0, 0.25]]


def test_every_epoch_is_remembered() -> None:
    curves = RunCurves()
    events = [finished(epoch, 1 / epoch, best=False) for epoch in (1, 2, 3)]
    for event in events:
        curves.add_epoch(event)
    assert curves.records == [event.record for event in events]


def test_a_kept_curve_has_a_point_where_something_was_measured() -> None:
    history = History((EpochRecord(1, 0.5, 0.6, None, None, 0, 0.1, 1), EpochRecord(2, 0.4, 0.7, 0.3, 0.8, 0, 0.1, 2)))
    assert [points.tolist() for points in kept_curve(history, "training_loss")] == [[1, 2], [0.5, 0.4]]
    assert [points.tolist() for points in kept_curve(history, "validation_accuracy")] == [[2], [0.8]]
    assert [points.tolist() for points in kept_curve(History(), "training_loss")] == [[], []]


def test_a_band_has_its_middle_and_its_ends_among_the_curves_that_are_there() -> None:
    long, short = np.array([1.0, 2, 3]), np.array([1.0, 2])
    found = band([(long, long), (long, 4 * long), (short, 2 * short)])
    assert found.epochs.tolist() == [1, 2, 3]
    assert found.median.tolist() == [2, 4, 7.5]
    assert found.low.tolist() == [1, 2, 3]
    assert found.high.tolist() == [4, 8, 12]
    assert [part.tolist() for part in band([(long[:0], long[:0])])] == [[], [], [], []]
