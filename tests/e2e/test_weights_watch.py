"""When a run has ended, its weights are shown in pictures, bars and words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from mlp_desktop.controllers.train.weights_display import layer_words
from mlp_engine.diagnosis.layer_statistics import layer_statistics


def test_the_weights_of_a_run_can_be_looked_at(qtbot, desktop, digits_folder, monkeypatch, striped_digits) -> None:
    window = desktop.window
    panel = window.train_tab.curves.weights
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    window.findChild(QPushButton, "dataFolderButton").click()
    qtbot.mouseClick(window.findChild(QAbstractButton, "weightsSegment"), Qt.MouseButton.LeftButton)
    assert "No weights yet" in " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    window.train_tab.form.set_values({"epochs": "3", "hidden": "40, 20", "activations": "relu", "validation": "0.2"})
    qtbot.mouseClick(window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)
    assert panel.pictures.count == 40
    for number, name in enumerate(("Layer 1 · 40 relu", "Layer 2 · 20 relu", "Output · 10 softmax"), start=1):
        assert name in [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        facts = panel.findChild(QWidget, f"layerFigures{number}").accessibleDescription()
        assert "of weights near zero (below 0.0" in facts
        assert (" dead unit" in facts) == (number < 3)
    # A look at the same network gives the same shares.
    network = desktop.training._result[0].network
    near_zero = layer_words(layer_statistics(network, striped_digits)[0]).splitlines()[0]
    assert near_zero in panel.findChild(QWidget, "layerFigures1").accessibleDescription()
