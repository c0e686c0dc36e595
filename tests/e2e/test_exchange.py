"""A network leaves the window for another program, and comes in from one."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QComboBox, QInputDialog
from safetensors.numpy import save_file

from mlp_desktop.app import Desktop
from mlp_engine.interchange import load_network
from mlp_engine.interchange.npz import npz_of
from mlp_engine.weights.file import load_weights


def export(desktop: Desktop, monkeypatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(path), kind))
    desktop.window.export_action.trigger()
    while desktop.weights.is_running:
        QCoreApplication.processEvents()


def test_an_exported_network_opens_again_and_answers_the_same(desktop, monkeypatch, tmp_path, drop) -> None:
    before = desktop.session.in_use.network
    export(desktop, monkeypatch, tmp_path / "mine", "NumPy archive (*.npz)")
    assert desktop.session.in_use.network is before, "exporting changes nothing in the window"
    drop(desktop, tmp_path / "mine.npz")
    assert np.array_equal(desktop.session.in_use.network.parameters, before.parameters)
    assert "mine.npz" in desktop.window.windowTitle()


@pytest.mark.parametrize("suffix", [".py", ".safetensors"])
def test_the_typed_suffix_decides(suffix, desktop, monkeypatch, tmp_path) -> None:
    export(desktop, monkeypatch, tmp_path / f"mine{suffix}", "NumPy archive (*.npz)")
    content = (tmp_path / f"mine{suffix}").read_bytes()
    assert (b"def predict" in content) == (suffix == ".py")
    assert (b"0.weight" in content[:2000]) == (suffix == ".safetensors")


def test_an_export_that_fails_is_one_sentence(desktop, monkeypatch, tmp_path, told) -> None:
    export(desktop, monkeypatch, tmp_path / "nowhere" / "mine.npz")
    assert [sentence.split(".")[0] for sentence in told] == ["A network must be exported to where files can be written"]


def test_closing_the_window_finishes_an_export(qtbot, desktop, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "mine.npz"), ""))
    desktop.window.export_action.trigger()
    assert desktop.weights.is_running
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible(), timeout=20_000)
    assert load_network(tmp_path / "mine.npz").network.config.layers == desktop.session.in_use.network.config.layers


def test_a_foreign_file_is_never_saved_over(desktop, monkeypatch, tmp_path) -> None:
    (tmp_path / "theirs.npz").write_bytes(content := npz_of(desktop.session.in_use.network))
    desktop.weights.open(tmp_path / "theirs.npz")
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda _title, proposed, _filter: proposed)
    desktop.window.save_action.trigger()
    assert (tmp_path / "theirs.npz").read_bytes() == content
    assert np.array_equal(
        load_weights(tmp_path / "theirs.safetensors").network.parameters,
        load_network(tmp_path / "theirs.npz").network.parameters,
    )


def test_the_books_network_reads_the_pad(desktop, tmp_path, drop) -> None:
    rng = np.random.default_rng(0)
    sizes = [784, 5, 10]
    record = {
        "sizes": sizes,
        "weights": [rng.normal(size=(b, a)).tolist() for a, b in pairwise(sizes)],
        "biases": [rng.normal(size=(b, 1)).tolist() for b in sizes[1:]],
        "cost": "CrossEntropyCost",
    }
    (tmp_path / "book.json").write_text(json.dumps(record), "utf-8")
    drop(desktop, tmp_path / "book.json")
    assert desktop.session.in_use.network.config.output == "sigmoid"
    assert desktop.session.in_use.network.config.hidden == (5,)


def test_a_broken_foreign_file_leaves_the_network_in_use(desktop, tmp_path, drop, told) -> None:
    before = desktop.session.in_use.network
    (tmp_path / "bad.npz").write_bytes(b"PK\3\4nothing")
    drop(desktop, tmp_path / "bad.npz")
    (sentence,) = told
    assert "bad.npz" in sentence
    assert desktop.session.in_use.network is before


def state_of(desktop: Desktop) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(8)
    sizes = (784, 5, 10)
    return {
        f"{2 * n}.{kind}": rng.normal(size=shape).astype(np.float32)
        for n, (a, b) in enumerate(pairwise(sizes))
        for kind, shape in (("weight", (b, a)), ("bias", (b,)))
    }


def test_a_state_dict_asks_for_its_activation_and_is_never_saved_over(desktop, monkeypatch, tmp_path, drop) -> None:
    path = tmp_path / "theirs.safetensors"
    save_file(state_of(desktop), path)
    content = path.read_bytes()
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "choose_one", lambda question, *_: asked.append(question) or "Tanh")
    drop(desktop, path)
    assert "theirs.safetensors does not say which activation" in asked[0]
    assert desktop.session.in_use.network.config.activations == ("tanh",)
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda _title, proposed, _filter: proposed)
    desktop.window.save_action.trigger()
    assert path.read_bytes() == content
    assert load_weights(tmp_path / "theirs-digits.safetensors").network.config.activations == ("tanh",)


def test_whoever_does_not_name_the_activation_keeps_the_network_in_use(desktop, monkeypatch, tmp_path, drop) -> None:
    save_file(state_of(desktop), tmp_path / "theirs.safetensors")
    before = desktop.session.in_use.network
    monkeypatch.setattr(desktop.window, "choose_one", lambda *_: "")
    drop(desktop, tmp_path / "theirs.safetensors")
    assert desktop.session.in_use.network is before


def test_the_choice_of_an_activation_is_one_dialog(desktop, qtbot) -> None:
    def accept() -> None:
        dialog = desktop.window.findChild(QInputDialog, "choiceDialog")
        box = dialog.findChild(QComboBox, "choice")
        assert box.accessibleName() == "Which <b>one</b>?"
        box.setCurrentText("two")
        dialog.accept()

    QTimer.singleShot(0, accept)
    assert desktop.window.choose_one("Which <b>one</b>?", ["one", "two"], "one") == "two"


def test_an_export_over_another_file_asks_first(desktop, monkeypatch, tmp_path) -> None:
    letter = tmp_path / "letter.npz"
    letter.write_text("dear", "utf-8")
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "ask", lambda question, *_: asked.append(question) and False)
    export(desktop, monkeypatch, letter)
    assert letter.read_text("utf-8") == "dear"
    assert "is not an earlier export. Replace it anyway?" in asked[0]
    monkeypatch.setattr(desktop.window, "ask", lambda *_: True)
    export(desktop, monkeypatch, letter)
    export(desktop, monkeypatch, letter)
    assert load_network(letter).network.config.layers == desktop.session.in_use.network.config.layers
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("a.pt", b"\x80\x02}", "is a pickle"), ("mine", b"version https://git-lfs.github.com/spec/v1", "git lfs pull")],
)
def test_weights_that_cannot_be_opened_say_why(name, content, sentence, desktop, tmp_path, drop, told) -> None:
    (tmp_path / name).write_bytes(content)
    drop(desktop, tmp_path / name)
    assert sentence in told[0]
