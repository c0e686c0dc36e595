"""Who does not see the curves hears how the training goes, on request."""

import pytest
from PySide6.QtGui import QAction

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train import training

from .acting import click, train_status, wait_for_training


@pytest.fixture
def spoken(monkeypatch) -> list[str]:
    """What screen readers were told."""
    sentences: list[str] = []
    monkeypatch.setattr(training, "announce", lambda _, sentence: sentences.append(sentence))
    return sentences


def ask(desktop: Desktop) -> None:
    action = desktop.window.findChild(QAction, "sayTrainingAction")
    assert action is not None
    assert action.shortcut().toString() == "F6"
    assert not action.autoRepeat()  # one answer for a key that is held down
    action.trigger()


def test_f6_says_what_to_do_before_a_run_and_how_it_went_after_it(qtbot, ready: Desktop, spoken) -> None:
    ask(ready)
    assert spoken == ["Choose settings, then press Start."]
    ready.window.train_tab.form.set_values({"epochs": "2", "validation": "0.2", "learning_rate": "0.1"})
    click(qtbot, ready, "trainStart")
    wait_for_training(qtbot, ready)
    ask(ready)
    line, curves = train_status(ready), spoken[-1].index("After epoch 2: training loss ")
    assert spoken[-1].startswith("Done: 2 epochs. best ")
    assert spoken[-1][:curves] == line.replace(" · ", ". ") + ". "
    assert "Validation loss " in spoken[-1][curves:]
