"""Paths that no file system can have: every reader and writer refuses them with one sentence, as any other bad path."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlp_engine import (
    DrawingStore,
    ModelCard,
    Network,
    NetworkConfig,
    RunStore,
    TrainingConfig,
    export_network,
    load_source,
    load_weights,
    open_network,
    save_weights,
    train_new_network,
)
from mlp_engine.datasets.drawing_file import read_drawing, read_drawings
from mlp_engine.datasets.folder import read_path, stream_path
from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.strokes import load_strokes, read_strokes
from mlp_engine.errors import MlpError
from mlp_engine.files.file_tree import folder_tree
from mlp_engine.files.whole_file import save_results
from mlp_engine.glossary import read_glossary
from mlp_engine.ink import PenStroke
from mlp_engine.ink.picture_file import open_picture
from mlp_engine.interchange.npz import read_npz
from mlp_engine.interchange.onnx import read_onnx
from mlp_engine.interchange.torch_state import read_torch_state
from mlp_engine.interchange.uses import uses_of
from mlp_engine.lessons import read_lesson
from mlp_engine.my_digits import LabelledDrawing, import_drawings
from mlp_engine.my_digits.exports import export_idx, export_pictures, export_stored, export_strokes
from mlp_engine.sources import load_samples, stream_samples
from mlp_engine.sweeps import SweepStore
from mlp_engine.training.checkpoint import load_checkpoint, prepare_checkpoint
from mlp_engine.training.recipe import read_feature_map_recipe, read_recipe

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other impossible paths")

IMPOSSIBLE = {"a null byte": "a\0b", "half a character": "a\ud800b", "a long name": "n" * 300, "a circle": "circle"}
LONGEST_SENTENCE = 800

READERS: dict[str, Callable[[Path], object]] = {
    "load_weights": load_weights,
    "open_network": open_network,
    "read_npz": read_npz,
    "read_onnx": read_onnx,
    "read_torch_state": lambda path: read_torch_state(path, None),
    "uses_of": uses_of,
    "load_checkpoint": load_checkpoint,
    "read_recipe": read_recipe,
    "read_feature_map_recipe": read_feature_map_recipe,
    "read_lesson": read_lesson,
    "read_glossary": read_glossary,
    "read_strokes": read_strokes,
    "load_strokes": load_strokes,
    "read_drawing": read_drawing,
    "read_drawings": read_drawings,
    "read_path": read_path,
    "stream_path": lambda path: list(stream_path(path, None, 3)),
    "folder_tree": folder_tree,
    "load_idx_folder": lambda path: load_idx_folder(path, "train"),
    "load_source": load_source,
    "load_source of strokes": lambda path: load_source(f"strokes:{path}"),
    "load_samples": lambda path: load_samples(str(path)),
    "stream_samples": lambda path: list(stream_samples(str(path))),
    "open_picture": open_picture,
    "DrawingStore": DrawingStore,
    "RunStore": RunStore,
    "SweepStore": lambda path: SweepStore(path).get("sweep-1"),
}


def network() -> Network:
    return Network.initialise(NetworkConfig(hidden=(2,)), np.random.default_rng(1))


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    return tmp_path / IMPOSSIBLE[request.param]


def assert_refused(act: Callable[[Path], object], path: Path) -> None:
    before = sorted(path.parent.iterdir())
    with pytest.raises(MlpError) as refusal:
        act(path)
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert sentence.isprintable(), sentence
    assert len(sentence) < LONGEST_SENTENCE
    assert sorted(path.parent.iterdir()) == before


@pytest.mark.parametrize("path", IMPOSSIBLE, indirect=True)
@pytest.mark.parametrize("reader", READERS)
def test_reader_refuses_it(reader: str, path: Path) -> None:
    if "onnx" in reader:
        pytest.importorskip("onnx")
    assert_refused(READERS[reader], path)


@pytest.mark.parametrize("path", IMPOSSIBLE, indirect=True)
def test_every_writer_refuses_it(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = DrawingStore(tmp_path_factory.mktemp("store"))
    store.add(LabelledDrawing(3, (PenStroke(((0.0, 0.0), (50.0, 90.0))),)))
    writers: tuple[Callable[[Path], object], ...] = (
        lambda path: save_weights(path, network(), ModelCard()),
        *(lambda path, form=form: export_network(network(), form, path) for form in ("npz", "script", "torch")),
        lambda path: save_results(path, "a"),
        prepare_checkpoint,
        lambda path: train_new_network(
            practice_set(10, 1), NetworkConfig(hidden=(2,)), TrainingConfig(epochs=1), checkpoint=path
        ),
        lambda path: export_strokes(store, path),
        lambda path: export_pictures(store, path),
        lambda path: export_idx(store, path),
        lambda path: export_stored(store, path, [1]),
        lambda path: import_drawings(store, path),
    )
    for write in writers:
        assert_refused(write, path)


def test_a_pipe_is_no_onnx_file(tmp_path: Path) -> None:
    """Which it was waited for."""
    pytest.importorskip("onnx")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MlpError, match="It is a folder, a pipe or a device"):
        read_onnx(tmp_path / "pipe")


def test_a_letter_that_the_locale_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsencode", lambda path: str(path).encode("ascii"))  # as in the locale C
    with pytest.raises(MlpError, match=r"é \(in this locale, names of files are ascii, which lacks é\)\.$"):
        save_weights(tmp_path / "é", network(), ModelCard())
