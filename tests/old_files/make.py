"""Makes the files of an old version that every later one must open: see README.md.

    PYTHONPATH=OLD python tests/old_files/make.py FOLDER

OLD is a source tree of the old version, FOLDER the new folder to fill. What that version itself reads in the files,
and how its training goes on, is written into ``expected.json`` and ``resumed.npz``.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
from arithmetic import arithmetic

from mlp_engine import (
    DrawingStore,
    ModelCard,
    Network,
    NetworkConfig,
    Reject,
    RunControl,
    RunStore,
    TrainingConfig,
    TrainingResult,
    __version__,
    card_of_training,
    load_source,
    load_weights,
    resume_training,
    save_weights,
    train_new_network,
)
from mlp_engine.cli import main as command_line
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke
from mlp_engine.interchange.npz import npz_of
from mlp_engine.my_digits import Drawing

ADAM = (
    NetworkConfig(hidden=(2,), activations=("tanh",)),
    TrainingConfig(
        optimizer="adam", learning_rate=0.01, l1=0.01, l2=0.1, batch_size=8, epochs=4, validation=0.25, seed=3,
        augmentation="affine", gradient_clip=1.0, schedule="cosine", warmup=1.0, calibrate=True,
    ),
)  # fmt: skip
SGD = (
    NetworkConfig(hidden=(3,), output="sigmoid", loss="cross-entropy"),
    TrainingConfig(learning_rate=0.5, l2=0.5, batch_size=8, epochs=4, seed=5),
)
MOMENTUM = (
    NetworkConfig(hidden=(2, 2), activations=("relu",), initializer="he"),
    TrainingConfig(
        optimizer="momentum", learning_rate=0.05, l2=0.1, batch_size=8, epochs=4, validation=0.25, seed=7,
        schedule="step", step_every=2,
    ),
)  # fmt: skip
NOON = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)
FORM = {
    "data": "practice:20000", "slice": "first", "count": "500", "noise": "0.1", "hidden": "40, 20",
    "activation": "relu, tanh", "output": "sigmoid+cross-entropy", "initializer": "he", "l1": "0.5", "l2": "2",
    "augmentation": "affine", "optimizer": "momentum", "rate": "0.03", "schedule": "cosine", "batch": "25",
    "epochs": "12", "validation": "0.15", "patience": "6", "seed": "9",
}  # fmt: skip


def main() -> None:
    """Fill the folder."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True)
    os.chdir(folder)  # what is stored names its data "digits.npz", and no folder of this machine
    os.environ["MLP_DATA_DIR"] = str(folder)
    platform.platform = lambda *_: "Linux"  # where it was made is nobody's business
    practice = load_source("practice:60")
    np.savez_compressed("digits.npz", X=practice.inputs, y=practice.labels)
    expected = {
        "version": __version__,
        "numpy": str(np.__version__),
        "arithmetic": arithmetic(),
        "digits": load_source("digits.npz").fingerprint(),
        "checkpoints": checkpoints(),
        "weights": weights(),
        "runs": runs(),
        "sweep": sweep(),
        "drawings": drawings(),
        "settings": settings(),
    }
    Path("recipe.toml").write_text(RECIPE, "utf-8")
    Path("expected.json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")
    shutil.rmtree("cache", ignore_errors=True)


def stopped_after(minibatches: int) -> RunControl:
    """A control that stops a training once so many minibatches of this sitting are done."""
    control, done = RunControl(), 0

    def count(_: Network) -> None:
        nonlocal done
        done += 1
        if done == minibatches:
            control.stop()
        else:
            control.ask_for_network(count)

    control.ask_for_network(count)
    return control


def changed_on_the_way(control: RunControl, rate: float) -> Callable[[object], None]:
    """Halves the learning rate after the first epoch."""

    def see(event: object) -> None:
        if getattr(getattr(event, "record", None), "epoch", None) == 1:
            control.change(learning_rate=rate / 2)

    return see


def checkpoints() -> dict[str, Any]:
    """Trainings that were stopped in the middle of an epoch, and how they go on."""
    data, ends, found = load_source("digits.npz"), dict[str, Any](), dict[str, Any]()
    for name, (network, training), minibatches in (("adam", ADAM, 15), ("sgd", SGD, 19)):
        control = stopped_after(minibatches)
        path = Path(f"{name}.checkpoint")
        begun = train_new_network(
            data, network, training, control=control,
            on_progress=changed_on_the_way(control, training.learning_rate),
            checkpoint=path,
        )  # fmt: skip
        with tempfile.TemporaryDirectory() as elsewhere:
            copy = Path(shutil.copy(path, elsewhere))
            end = resume_training(copy, data)
        assert (begun.outcome, end.outcome) == ("stopped", "finished")
        found[name] = {"begun": story(begun), "resumed": story(end), "temperature": end.temperature}
        ends[name] = end.network.parameters
    np.savez_compressed("resumed.npz", **ends)
    return found


def story(result: TrainingResult) -> dict[str, Any]:
    """What became of a training, without its seconds."""
    assert result.last is not None
    return {
        "network": result.network.fingerprint(),
        "last": result.last.fingerprint(),
        "epochs": [
            {name: value for name, value in asdict(record).items() if name != "seconds"}
            for record in result.history.epochs
        ],
        "changes": [asdict(change) for change in result.history.changes],
    }


def weights() -> dict[str, Any]:
    """A weights file with a card and a reject score, its network in half precision, and as an archive of numpy."""
    rng = np.random.default_rng(1)
    network = Network.initialise(NetworkConfig(hidden=(3,), activations=("tanh",)), rng)
    reject = Reject(Network.initialise(NetworkConfig(hidden=(2,), outputs=2), rng), 0.75)
    card = ModelCard(
        data="practice 60 seed 0", training=asdict(TrainingConfig(l2=0.5)), seed=4, epochs=9,
        scores={"validation_accuracy": 0.9, "temperature": 1.25}, created=NOON.isoformat(),
    )  # fmt: skip
    save_weights(Path("weights.safetensors"), network, card, reject)
    save_weights(Path("weights-half.safetensors"), network, card, storage="half")
    Path("weights.npz").write_bytes(npz_of(network))
    images = load_source("digits.npz").inputs[:5]
    return {
        "network": network.fingerprint(),
        "half": load_weights(Path("weights-half.safetensors")).network.fingerprint(),
        "card": asdict(card),
        "threshold": reject.threshold,
        "probabilities": network.predict(images).tolist(),
        "reject": reject.scores(images).tolist(),
    }


def runs() -> dict[str, Any]:
    """The store of runs: one finished, marked and noted, and one that was stopped and can be gone on with."""
    data, store = load_source("digits.npz"), RunStore(Path("runs"))
    for (network, training), control in ((SGD, RunControl()), (MOMENTUM, stopped_after(15))):
        number = store.begin(network, training, data, source="digits.npz")
        with store.hold(number):
            result = train_new_network(
                data, network, training, control=control, checkpoint=store.checkpoint_of(number),
                on_progress=changed_on_the_way(control, training.learning_rate),
            )  # fmt: skip
            store.finish(number, result, card_of_training(result, data, training))
    store.checkpoint_of(1).unlink()
    store.rename(1, "the first")
    store.star(1)
    store.note(1, "Good enough.")
    return {str(run): kept_run(store, run) for run in (1, 2)}


def kept_run(store: RunStore, number: int) -> dict[str, Any]:
    """What is kept of a run."""
    run = store.run(number)
    summary = {key: value for key, value in asdict(run.summary).items() if key not in ("network", "training")}
    weights = (run.best_weights, run.last_weights)
    return {
        "summary": json.loads(json.dumps(summary)),
        "history": json.loads(json.dumps(asdict(run.history))),
        "source": run.source,
        "samples": run.samples,
        "weights": [load_weights(path).network.fingerprint() for path in weights if path is not None],
    }


def sweep() -> dict[str, Any]:
    """A sweep of two trainings, by the command line; its runs stand in the same store."""
    said = StringIO()
    with redirect_stdout(said):
        code = command_line([
            "sweep", "--data", "digits.npz", "--over", "l2=0,5", "--set", "hidden=2", "--set", "activation=tanh",
            "--set", "learning_rate=0.3", "--epochs", "9", "--validation", "0.25", "--workers", "1",
            "--name", "old", "--json",
        ])  # fmt: skip
    assert code == 0
    return {"lines": [json.loads(line) for line in said.getvalue().splitlines()]}


def drawings() -> list[dict[str, Any]]:
    """The store of own drawings: with strokes, with a picture alone, said to be another digit, and in the bin."""
    rng, store = np.random.default_rng(2), DrawingStore(Path("my-digits"))
    for number, label in enumerate((3, 7, 5, 0)):
        lines = [180 * np.asarray(line) + 50 for line in practice_strokes(label, rng)]
        strokes = [pen_stroke(line, smoothed=label != 7, pressed=label == 5) for line in lines]
        moment = NOON + timedelta(minutes=number)
        store.add(
            Drawing(label, tuple(strokes), answer=number, probability=0.5 + number / 10, network="ab" * 32,
                    device="pen" if label == 5 else "mouse", created=moment)
        )  # fmt: skip
    store.add(Drawing(8, image=load_source("digits.npz").inputs[8].reshape(28, 28), created=NOON + timedelta(hours=1)))
    store.relabel({2: 1})
    store.delete([4])
    return [drawing_record(store, number) for number in range(1, 6)]


def pen_stroke(line: np.ndarray, *, smoothed: bool, pressed: bool) -> PenStroke:
    """A stroke along a line, a hundredth of a second a point."""
    points = tuple((round(x, 1), round(y, 1)) for x, y in line[::4].tolist())
    pressures = tuple(round(0.3 + 0.4 * place / len(points), 2) for place in range(len(points)))
    times = tuple(round(place / 100, 2) for place in range(len(points)))
    return PenStroke(points, times, pressures if pressed else None, width=14.0, smoothed=smoothed)


def drawing_record(store: DrawingStore, number: int) -> dict[str, Any]:
    """What is kept of a drawing."""
    (kept,) = store.drawings([number])
    strokes = [asdict(stroke) for stroke in store.strokes(number)]
    return {
        "label": kept.label,
        "image": sha256(kept.image.tobytes()).hexdigest(),
        "created": kept.created.isoformat(),
        "answer": kept.answer,
        "probability": kept.probability,
        "network": kept.network,
        "device": kept.device,
        "deleted": kept.deleted,
        "strokes": json.loads(json.dumps(strokes)),
    }


def settings() -> dict[str, Any]:
    """The window's settings, as the window itself leaves them when it is closed."""
    from mlp_desktop.models.settings import Settings
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from mlp_desktop.app import Desktop

    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home
        store = QSettings("settings.ini", QSettings.Format.IniFormat)
        remembered = Settings(store)
        desktop = Desktop(remembered)
        window = desktop.window
        window.resize(790, 710)
        window.show()
        window.train_tab.form.set_values(FORM)
        remembered.training_form = window.train_tab.form.values()
        for tool, size in (("eraser", 44.0), ("pen", 28.0)):
            desktop.pen.take(tool)
            desktop.pen.set_size(size)
        desktop.pen.switch("smoothing", False)
        remembered.add_recent_file(Path("older.safetensors"))
        remembered.add_recent_file(Path("newer.safetensors"))
        remembered.examined_data = "practice:20000"
        remembered.keeps_drawings = False
        remembered.has_told_where = True
        window.close()
        application.processEvents()
        store.sync()
    return {
        "form": remembered.training_form,
        "pen": remembered.pen,
        "recent": remembered.recent_files,
        "examined": remembered.examined_data,
    }


RECIPE = """\
data = ["digits.npz", "practice:30:1"]

[network]
hidden = [5, 4]
activation = "relu"
initializer = "he"

[training]
optimizer = "momentum"
l2 = 0.5
epochs = 2
batch_size = 10
validation = 0.2
schedule = "cosine"
seed = 11
"""


if __name__ == "__main__":
    main()
