"""Throws changed files of this program's own kinds, and changed texts, at whatever reads them, as many as one likes.

    python tests/engine/fuzz_own_files.py --cases 20000 [--reader checkpoint]

Checkpoints, recipes, lessons, the glossary, drawings to be imported, sweeps, snapshots of runs, edits of the Lab,
sources of data and questions to the glossary come from strangers, too. Each case changes a sound one in one to four
places, every other one in what it says, and reads it: it must be read or be refused with one sentence, and nothing else
may happen, a warning neither. Each reader runs in a process of its own whose memory is limited. A case that fails is
printed with its number, which is also its seed, and ``--first NUMBER --cases 1 --reader NAME`` repeats it. Exits with 1
if any failed.
"""

import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import numpy as np

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent), str(Path(__file__).parent / "weights")]
    from fuzzing import Outcome, Reader, change_value, command
    from fuzzing import run as run_cases
    from weights_corpus import file_of
else:
    from .fuzzing import Outcome, Reader, change_value, command
    from .fuzzing import run as run_cases
    from .weights.weights_corpus import file_of

from mlp_engine import sources
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.drawing_file import drawing_as_line
from mlp_engine.datasets.pictured import pictured_set
from mlp_engine.datasets.practice import check_practice, practice_set
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import CheckpointError, MlpError, SettingError
from mlp_engine.examination.damage import DAMAGE_NAMES
from mlp_engine.examination.robustness import damage_curve
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.files.resources import resource_path
from mlp_engine.glossary import TextSearch, read_glossary
from mlp_engine.ink import PenStroke
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import (
    ActivationPinned,
    BiasSet,
    NeuronFreed,
    NeuronOff,
    NoiseAdded,
    TemperatureSet,
    WeightSet,
    WeightsRounded,
    WeightsScaled,
)
from mlp_engine.lab.measurement import Measurement
from mlp_engine.lab.pruning import WeightsPruned
from mlp_engine.lessons import bundled_lessons, read_lesson
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, import_drawings
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs.moments import moment_of
from mlp_engine.runs.snapshots import StoredSnapshot
from mlp_engine.sweeps import StoredSweep, Sweep, SweepStore, parse_axis
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.feature_maps import train_feature_maps
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.recipe import read_feature_map_recipe, read_recipe
from mlp_engine.training.train import train, train_new_network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

_DIGITS = 40
_EDITS = (
    ActivationPinned, BiasSet, NeuronFreed, NeuronOff, NoiseAdded, TemperatureSet, WeightSet, WeightsPruned,
    WeightsRounded, WeightsScaled,
)  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 3, 5, 9, 15, 0.5, 40.0, 100.0, 1000.0, -1000.0, 1e6, -1e6, 1e-9, 1e7, float("nan"), 2**70)
_SOURCE_NAMES = (
    "practice", "pictured", "pendigits", "my-digits", "mnist", "strokes", "a.csv", "a.jsonl", "strokes:a.jsonl",
    "b.npz",
)  # fmt: skip
_SOURCE_WORDS = (
    "", "3", "2", "0", "-1", "1e3", "1" * 5000, "fonts", "4x", "0x", "101x", "train", "test", "transposed", "inverted",
    "flipped", "as-is", "28x28", "8x8", "0x0", "99999x99999", "\u0663", "1_0", " 2 ", "a.jsonl",
)  # fmt: skip


@cache
def _digits() -> Dataset:
    return practice_set(_DIGITS, 1)


def _network(**config: Any) -> Network:
    return Network.initialise(NetworkConfig(**{"hidden": (6, 5)} | config), np.random.default_rng(2))


def _written(write: Callable[[Path], object], name: str = "file") -> bytes:
    """The bytes of a file that ``write`` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


# Checkpoints: one of a training that ended, one amid an epoch, one of a training from a start with teachers, and one
# with shared weights.


def _checkpoints() -> tuple[bytes, ...]:
    settings = TrainingConfig(epochs=2, batch_size=10, validation=0.25, seed=3)

    def ended(path: Path) -> None:
        train_new_network(_digits(), NetworkConfig(hidden=(4,)), settings, checkpoint=path)

    def amid_an_epoch(path: Path) -> None:
        control, minibatches = RunControl(), iter(range(4))

        def act(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished):
                control.change(l2=0.5)
            elif next(minibatches, None) is None:
                control.stop()

        adam = TrainingConfig(optimizer="adam", learning_rate=0.01, epochs=4, batch_size=10, seed=3)
        train_new_network(
            _digits(), NetworkConfig(hidden=(4,)), adam, on_progress=act, control=control, checkpoint=path
        )

    def taught(path: Path) -> None:
        start = _network(hidden=(4,))
        train(
            start, _digits(), settings, rng=np.random.default_rng(3), teachers=[start], validation=_digits(),
            checkpoint=path,
        )  # fmt: skip

    def shared(path: Path) -> None:
        maps = FeatureMapConfig(maps=(2,), kernels=(8,), strides=(10,), batch_normalisation=True)
        train_feature_maps(_digits(), maps, settings, checkpoint=path)

    return tuple(map(_written, (ended, amid_an_epoch, taught, shared)))


def _safetensors_by_meaning(rng: np.random.Generator, content: bytes) -> bytes:
    """Change what the header says of the tensors, or one of the JSON texts in its metadata."""
    length = int.from_bytes(content[:8], "little") + 8
    header = json.loads(content[8:length])
    for _ in range(rng.integers(1, 4)):
        change_value(rng, header)
    return file_of(json.dumps(header).encode(), content[length:])


# Recipes, lessons and the glossary, which are TOML


def _recipes() -> tuple[bytes, ...]:
    text = (
        'data = ["mnist", "practice:500:1"]\n[network]\nhidden = [40, 20]\nactivations = ["relu", "tanh"]\n'
        '[training]\noptimizer = "momentum"\nlearning_rate = 0.05\nl1 = 0.5\ndropout = [0.2, 0.1]\nepochs = 7\n'
        "validation = 0.1\nseed = 3\npatience = 4\nfolds = 3\n"
    )
    return text.encode(), resource_path("weights", "recipe.toml").read_bytes()


def _feature_map_recipe() -> bytes:
    return (
        b'data = "mnist"\n[shared]\nmaps = [3, 4]\nkernels = [5, 3]\nstrides = [2, 1]\nhidden = [20]\n'
        b"[training]\nepochs = 2\nbatch_size = 32\nseed = 1\n"
    )


def _glossary() -> bytes:
    """A few terms, since the whole glossary takes long to parse."""
    return (
        '[[sections]]\ntitle = "Training"\n[[sections.terms]]\nterm = "learning rate, η"\nmeaning = "size of a step"\n'
        'more = "Too low, and nothing is learned."\nalso = ["step size"]\ncontrols = ["learningRate"]\n'
        'lesson = "04_learning_rate"\n[[sections.terms]]\nterm = "epoch"\nmeaning = "once through all samples"\n'
        '[controls]\nlossPlot = "The loss, epoch by epoch."\n'
    ).encode()


def _toml_by_meaning(rng: np.random.Generator, content: bytes) -> bytes:
    """Change one to three values, and write all on one line each; what TOML has no notation for is left out."""
    entries = tomllib.loads(content.decode())
    for _ in range(rng.integers(1, 4)):
        change_value(rng, entries)
    lines = [f"{json.dumps(name)} = {_toml(value)}" for name, value in entries.items() if value is not None]
    return "\n".join(lines).encode("utf-8", "replace")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value).items()
        return f"{{{', '.join(f'{json.dumps(name)} = {_toml(each)}' for name, each in inner if each is not None)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in cast('list[object]', value) if each is not None)}]"
    if isinstance(value, float):
        return repr(value)  # nan and inf are TOML's words, too
    return json.dumps(value, ensure_ascii=False)


def _read_recipe(path: Path) -> None:
    recipe = read_recipe(path)
    sources.names_data(recipe.data)
    sources.made_samples(recipe.data)


def _read_glossary(path: Path) -> None:
    glossary = read_glossary(path)
    TextSearch([(term.names, term.text) for term in glossary.terms]).find("what is a step?")


# Drawings with all that is known of them


def _drawings() -> bytes:
    points = ((60.0, 60.0), (160.0, 200.0), (90.0, 90.0))
    strokes = (PenStroke(points, (0.0, 0.1, 0.2), (0.5, 0.6, 0.7), 18.0), PenStroke(points[:1]))
    about = {
        "answer": 3,
        "probability": 0.5,
        "network": "bundled",
        "device": "pen",
        "created": "2026-05-01T10:00:00+02:00",
    }
    records = [json.loads(drawing_as_line(strokes, label)) | about for label in (3, 7)]
    return "\n".join(map(json.dumps, records)).encode()


def _json_lines_by_meaning(rng: np.random.Generator, content: bytes) -> bytes:
    records = [json.loads(line) for line in content.splitlines()]
    for _ in range(rng.integers(1, 4)):
        change_value(rng, records)
    return "\n".join(map(json.dumps, records)).encode()


class _NoStore:
    """Takes drawings and keeps none, as the store would be full of them."""

    def contents(self) -> set[bytes]:
        return set()

    def add_all(self, drawings: Iterable[LabelledDrawing]) -> list[int]:
        return [drawing.label for drawing in drawings]


# Sweeps


def _sweeps() -> tuple[bytes, ...]:
    def put(*axes: str, **options: Any) -> bytes:
        sweep = Sweep(
            tuple(map(parse_axis, axes)),
            NetworkConfig(hidden=(5,)),
            TrainingConfig(epochs=9, validation=0.2),
            **options,
        )
        with tempfile.TemporaryDirectory() as folder:
            store = SweepStore(Path(folder))
            store.put(StoredSweep("a", sweep, "practice:40", SampleChoice("first", 30)))
            return (store.folder / "a.json").read_bytes()

    return (
        put("l2=0,1e-4..1e-1:log:5", "hidden=30,100-50,0", "optimizer=sgd,adam", seeds=3),
        put("batch_size=1..100:log:5", "label_noise=0,0.1..0.4:2", random=7, halving=True),
    )


def _json_by_meaning(rng: np.random.Generator, content: bytes) -> bytes:
    record = json.loads(content)
    for _ in range(rng.integers(1, 4)):
        change_value(rng, record)
    return json.dumps(record).encode()


def _read_sweep(path: Path) -> None:
    store = SweepStore(path.parent)
    store.folder = path.parent
    assert store.names() == ("a",)
    sweep = store.get("a").sweep
    assert sweep.points
    assert sweep.trial_count >= 1
    json.dumps([asdict(sweep.training), sweep.points[-1].key("0" * 64), str(sweep.trials(sweep.points[0])[0])])


# Snapshots of a run, and what damage does to networks


def _snapshots() -> tuple[bytes, ...]:
    def save(network: Network, storage: Any) -> bytes:
        return _written(lambda path: save_weights(path, network, ModelCard(epochs=2), storage=storage))

    return save(_network(), "half"), save(_network(activations=("relu",), outputs=12), "exact")


def _look_at_snapshot(path: Path) -> None:
    moment = moment_of(StoredSnapshot(2, path, path.stat().st_size), _digits())
    assert moment.samples == _DIGITS
    name = DAMAGE_NAMES[int(moment.confusion[0, 0]) % len(DAMAGE_NAMES)]
    with np.errstate(all="ignore"):  # the numbers of weights from anywhere overflow
        damage_curve(moment.network, _digits().take(np.arange(4)), name)


# Edits of the Lab: eight bytes are the seed of a series of them


def _edit(path: Path) -> None:
    rng = np.random.default_rng([*path.read_bytes(), 1])
    edited = EditedNetwork(_network(activations=(("relu", "tanh")[rng.integers(2)],)))
    measurement = Measurement(_digits(), edited.base)
    refused = 0
    for _ in range(rng.integers(1, 12)):
        kind = _EDITS[rng.integers(len(_EDITS))]
        numbers = [_NUMBERS[rng.integers(len(_NUMBERS) if rng.random() < 0.3 else 8)] for _ in fields_of(kind)]
        repeats = 1 if rng.random() < 0.7 else 12
        try:
            edit = kind(int(rng.integers(3)), *numbers[1:])
            with np.errstate(over="ignore", invalid="ignore"):  # as the Lab's workers do
                for _ in range(repeats):
                    edited = edited.with_edits([*edited.edits, edit])
        except SettingError:
            refused += 1
        measurement.measure(edited)
        outputs = edited.outputs(_digits().inputs[0])
        assert all(np.isfinite(layer.activations).all() for layer in outputs), edited.words()
        json.dumps(edited.words())
    _written(lambda path: save_weights(path, edited.network(), ModelCard()), "edited.safetensors")
    if refused:
        raise SettingError("Edits must be possible. Got some that are not.")


def fields_of(kind: type) -> tuple[str, ...]:
    """The names of an edit's fields."""
    return tuple(kind.__dataclass_fields__)


# Texts that name data, and questions


def _sources() -> tuple[bytes, ...]:
    texts = (
        "practice:20:1", "pictured:3:1:fonts", "pictured:2", "practice:10+pictured:2:5", "strokes:a.jsonl:4x",
        "my-digits",
        "a.csv:transposed:inverted", "a.npz:test", "a/b:28x28:flipped", "pendigits:4x", "mnist+practice:3",
    )  # fmt: skip
    return tuple(text.encode() for text in texts)


def _sources_by_meaning(rng: np.random.Generator, _content: bytes) -> bytes:
    """One or two sources, each of a name and up to three of the words that may stand behind one."""
    found: list[str] = []
    for _ in range(1 + int(rng.random() < 0.3)):
        words = [_SOURCE_WORDS[rng.integers(len(_SOURCE_WORDS))] for _ in range(rng.integers(0, 4))]
        found.append(":".join([_SOURCE_NAMES[rng.integers(len(_SOURCE_NAMES))], *words]))
    return "+".join(found).encode()


def _make_source_files() -> None:
    """The two files that sources name, in this folder."""
    images = np.random.default_rng(1).integers(0, 256, (6, 64))
    rows = [",".join(map(str, [number, *image])) for number, image in enumerate(images.tolist())]
    Path("a.csv").write_text("\n".join(rows), "ascii")
    Path("a.jsonl").write_bytes(_drawings())


def _load_source(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    # No command line can pass a zero; other folders are none of ours; a name is made visible where it is shown.
    text = "".join(
        letter for letter in text if (letter.isprintable() and letter != "/") or "\udc80" <= letter <= "\udcff"
    )
    count = sources.made_samples(text)
    sources.names_data(text)
    sources.trimmed_source(text, SampleChoice("first", 3))
    data = sources.load_source(text)
    assert count is None or count > 60 or len(data) == count


def _few(make: Callable[..., Dataset], label: str = "Samples of a practice set") -> Callable[..., Dataset]:
    """Draws at most a few digits, and refuses whatever ``make`` refuses."""

    def few(count: int, seed: int = 0, **options: Any) -> Dataset:
        check_practice(count, seed, label)
        return make(count if count <= 60 else 2, seed, **options)

    return few


def _ask(path: Path) -> None:
    question = path.read_bytes().decode("utf-8", "replace")
    hits = _search().find(question)
    assert len(hits) <= 8
    assert all(0 < hit.score <= 1 + 1e-9 for hit in hits)


@cache
def _search() -> TextSearch:
    return TextSearch([(term.names, term.text) for term in read_glossary().terms])


def _questions() -> tuple[bytes, ...]:
    return tuple(text.encode() for text in ("what is overfitting?", "How does the learning rate η work", "ſ ﬁ İ ß"))


READERS = {
    "checkpoint": Reader(
        "a.checkpoint", cache(_checkpoints), load_checkpoint, CheckpointError, by_meaning=_safetensors_by_meaning
    ),
    "recipe": Reader("a.toml", _recipes, _read_recipe, SettingError, by_meaning=_toml_by_meaning),
    "feature map recipe": Reader(
        "a.toml", lambda: (_feature_map_recipe(),), read_feature_map_recipe, SettingError, by_meaning=_toml_by_meaning
    ),
    "lesson": Reader(
        "a.toml",
        lambda: tuple(path.read_bytes() for path in bundled_lessons()),
        read_lesson,
        SettingError,
        by_meaning=_toml_by_meaning,
    ),
    "glossary": Reader("a.toml", lambda: (_glossary(),), _read_glossary, SettingError, by_meaning=_toml_by_meaning),
    "drawings": Reader(
        "a.jsonl",
        lambda: (_drawings(),),
        lambda path: import_drawings(cast("DrawingStore", _NoStore()), path),
        MlpError,
        by_meaning=_json_lines_by_meaning,
    ),
    "sweep": Reader("a.json", _sweeps, _read_sweep, MlpError, by_meaning=_json_by_meaning),
    "snapshot": Reader(
        "2-1.safetensors", cache(_snapshots), _look_at_snapshot, MlpError, by_meaning=_safetensors_by_meaning
    ),
    "edits": Reader("edits", lambda: (bytes(8),), _edit, MlpError),
    "source": Reader("source", _sources, _load_source, MlpError, by_meaning=_sources_by_meaning),
    "question": Reader("question", _questions, _ask, MlpError),
}


def run(reader: str, first: int, count: int) -> Outcome:
    """Read ``count`` changed files of a reader, in an empty folder with empty stores."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as home:
        inner = Path(home, "a", "b")  # ".." is empty, too
        inner.mkdir(parents=True)
        stores = dict.fromkeys(("MLP_DATA_DIR", "MLP_CACHE_DIR"), home)
        few = {
            "kept_practice_set": _few(practice_set),
            "pictured_set": _few(pictured_set, sources.SAMPLES_AS_IN_PICTURES),
        }
        os.chdir(inner)
        try:
            _make_source_files()
            with patch.dict(os.environ, stores), patch.multiple(sources, **few):
                return run_cases(READERS[reader], first, count)
        finally:
            os.chdir(before)


if __name__ == "__main__":
    sys.exit(command("Throws changed files of this program's own kinds at their readers.", READERS, run))
