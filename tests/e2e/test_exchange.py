"""A network leaves the window for another program, and comes in from one."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mlp_desktop.app import Desktop
from mlp_engine.interchange import load_network
from mlp_engine.interchange.npz import npz_of
from mlp_engine.weights.file import load_weights


def export(desktop: Desktop, monkeypatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(path), kind))
    desktop.window.export_action.trigger()


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
