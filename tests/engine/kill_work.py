"""Kills (SIGKILL) amid sweeps, tunings, exports, imports and two programs on one store, and looks at what is left.

    python tests/engine/kill_work.py --kills 500 [--kind sweep --kind worker …]

Each kind of work is done by children that are killed at random moments, and tell what they have done before. All that
was told must then be there, whole, and at most the piece in progress may be missing. Exits with 1 if it ever was not.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from killing import Child, Tell, told_before_death

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.drawing_file import read_drawings
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing
from mlp_engine.my_digits.exports import export_strokes
from mlp_engine.my_digits.imports import import_drawings
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.run_keeper import RunKeeper
from mlp_engine.sweeps import Sweep, parse_axis, process_pool, run_sweep
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.train import train_new_network
from mlp_engine.tuning.tuning import TuningConfig, tune_to_hand
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

DRAWINGS = 40
TUNING = TuningConfig(steps=2, folds=0, sights=20, pool=120)
TRIALS = 40
WORKERS = 2
IN_FLIGHT = 2 * WORKERS
EPOCHS = 40

Faults = list[str]


def drawing(number: int) -> LabelledDrawing:
    """The drawing that is known by ``number``."""
    points = ((60.0, 60.0), (60.0 + number % 150, 200.0), (float(number % 250), 90.0))
    return LabelledDrawing(number % 10, (PenStroke(points),), answer=3, network=str(number))


def filled_store(folder: Path) -> DrawingStore:
    """A new store of :data:`DRAWINGS` drawings."""
    store = DrawingStore(folder)
    store.add_all(map(drawing, range(1, DRAWINGS + 1)))
    return store


def exports(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Keep a drawing and export all, again and again: the file is the last export or the one before, whole."""
    store, path = filled_store(home / "my-digits"), home / "drawings.jsonl"
    wrong: Faults = []
    told = number = DRAWINGS
    export_strokes(store, path)

    def export(folder: Path, number: int) -> None:
        store = DrawingStore(folder)
        store.add(drawing(number))
        export_strokes(store, path)

    for _ in range(kills):
        before = number
        now = told_before_death(lambda: partial(export, store.folder), number, rng.uniform(0, 0.3))
        told = now if now > before else told  # the child may have kept a drawing, and died before it was exported
        exported, number = len(read_drawings(path)), len(store.ids())
        if not told <= exported <= number or number not in (now, now + 1):
            wrong.append(f"{told} drawings were told, {number} are kept and {exported} exported")
    return wrong


def imports(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Import a file into one store after another: a store holds all of it or nothing."""
    path = home / "drawings.jsonl"
    export_strokes(filled_store(home / "first"), path)
    wrong: Faults = []
    number = 0

    def fill(one: int) -> None:
        import_drawings(DrawingStore(home / f"{one}"), path)

    for _ in range(kills):
        told = told_before_death(lambda: fill, number, rng.uniform(0, 0.3))
        for one in range(number + 1, told + 2):
            store = DrawingStore(home / f"{one}")
            if store.notice or len(store.ids()) not in ((DRAWINGS,) if one <= told else (0, DRAWINGS)):
                wrong.append(f"store {one} of {told} holds {len(store.ids())} drawings. {store.notice}")
        number = told + 1
    return wrong


def tunings(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Tune to the drawings and keep the network, again and again: it is the last one or the one before, whole."""
    store = filled_store(home / "my-digits")
    base = Network.initialise(NetworkConfig(hidden=(30, 20)), rng)
    own, rehearsal = store.dataset(), practice_set(120, 1)
    wrong: Faults = []
    number = 0

    def tune(number: int) -> None:
        tuned = tune_to_hand(base, own, rehearsal, (), TUNING).network
        assert tuned is not None
        save_weights(store.tuned_weights, tuned, ModelCard(epochs=number))

    tune(number)
    for _ in range(kills):
        told = told_before_death(lambda: tune, number, rng.uniform(0, 0.4))
        number = load_weights(store.tuned_weights).card.epochs
        if number not in (told, told + 1) or len(store.ids()) != DRAWINGS:
            wrong.append(f"network {told} was told, {number} is kept, with {len(store.ids())} drawings")
    return wrong


def programs(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Two programs train on one store, and die one after the other: all epochs that they told are kept."""
    os.environ["MLP_DATA_DIR"] = str(home)
    data = practice_set(60, 1)
    wrong: Faults = []

    def train(tell: Tell) -> None:
        network, training = NetworkConfig(hidden=(5,)), TrainingConfig(epochs=10**6, validation=0.2)
        with RunKeeper("practice:60", lambda sentence: sys.exit(sentence)) as keeper:
            keeper.begin(network, training, data, SampleChoice())
            tell(keeper.run or 0)

            def on_progress(event: TrainingEvent) -> None:
                keeper.event(event)
                if isinstance(event, EpochFinished):
                    tell(event.record.epoch)

            train_new_network(data, network, training, on_progress=on_progress, checkpoint=keeper.checkpoint)

    for _ in range(-(-kills // 2)):
        children = [Child(train), Child(train)]
        told: list[list[int]] = []
        for child in children:
            time.sleep(rng.uniform(0, 0.5))
            told.append(child.kill())
        store = RunStore(runs_folder())
        summaries = {run.id: run for run in store.runs()}
        if store.notice or any(run.running for run in summaries.values()):
            wrong.append(f"a dead program's run is running. {store.notice}")
        for number, *epochs in filter(None, told):
            kept = store.run(number).history.epochs
            if [record.epoch for record in kept[: len(epochs)]] != epochs or len(kept) > len(epochs) + 1:
                wrong.append(f"run {number} told {len(epochs)} epochs, {len(kept)} are kept")
    return wrong


def clouds() -> Dataset:
    """Three clouds of points, 100 each."""
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(3), 100)
    centres = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    return Dataset(centres[labels] + rng.normal(0, 0.7, (300, 2)), labels, "clouds", classes=3)


def swept(folder: Path, tell: Tell, *, done: Path | None = None) -> None:
    """Begin or go on with a sweep in the store; tells how many trials are done, and creates the file ``done``."""
    network = NetworkConfig(inputs=2, hidden=(20,), outputs=3)
    training = TrainingConfig(epochs=EPOCHS, validation=0.2, learning_rate=0.5)
    sweep = Sweep((parse_axis(f"l2={','.join(map(str, range(TRIALS)))}"),), network, training)
    data = clouds()
    with process_pool(data, WORKERS) as pool:
        run_sweep(sweep, data, pool, RunStore(folder), name="s", on_done=lambda trial: tell(trial.done))
    if done is not None:
        done.touch()


def sweeps(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Kill the program amid a sweep that goes on each time: no trial that it told is lost, none is done twice."""
    wrong: Faults = []
    stores = 0
    folder = home / "0"
    for _ in range(kills):
        child = Child(partial(swept, folder))
        time.sleep(rng.uniform(0.3, 5))
        told = max(child.kill(), default=0)
        wrong += whole_trials(folder, told)
        if told == TRIALS:
            stores += 1
            folder = home / f"{stores}"
    swept(folder, lambda _: None)
    if (count := len(RunStore(folder).runs())) != TRIALS:
        wrong.append(f"a sweep of {TRIALS} trials that went on after kills has {count} runs")
    return wrong + whole_trials(folder, TRIALS)


def whole_trials(folder: Path, told: int, most_left: int = IN_FLIGHT) -> Faults:
    """What is wrong with a store in which a sweep told so many trials, and left at most so many others."""
    store = RunStore(folder)
    runs = store.runs()
    done = [run for run in runs if run.outcome == "finished"]
    wrong = [store.notice] if store.notice else []
    if len(done) < told or len(runs) > len(done) + most_left or any(run.running for run in runs):
        wrong.append(f"{told} trials were told, {len(done)} are done of {len(runs)} runs in the store")
    for run in done:
        path = store.weights_of(run.id, "last")
        if run.epochs != EPOCHS or path is None or load_weights(path).card.data != "clouds":
            wrong.append(f"run {run.id} is finished with {run.epochs} epochs and the weights {path}")
    return wrong


def workers(home: Path, kills: int, rng: np.random.Generator) -> Faults:
    """Kill workers of a sweep: their trials are tried once more, and all others are whole."""
    wrong: Faults = []
    killed, stores = 0, 0
    while killed < kills:
        stores += 1
        folder, done = home / f"{stores}", home / f"done-{stores}"
        child = Child(partial(swept, folder, done=done))
        while not done.exists() and killed < kills:
            time.sleep(rng.uniform(0.1, 2))
            found = workers_of(child.pid)
            if found and not done.exists():
                os.kill(int(rng.choice(found)), signal.SIGKILL)
                killed += 1
        told = child.wait()
        runs = RunStore(folder).runs()
        failed = [run for run in runs if run.outcome is None]
        if len(runs) != TRIALS or max(told) != TRIALS or not all(run.note for run in failed):
            wrong.append(f"of {TRIALS} trials {len(runs)} are in the store, {len(failed)} without an outcome")
        wrong += whole_trials(folder, TRIALS - len(failed), len(failed))
    return wrong


def workers_of(parent: int) -> list[int]:
    """The processes of a sweep's pool."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    for thread in Path(f"/proc/{parent}/task").iterdir():
        children += (thread / "children").read_text("ascii").split()
    return [int(child) for child in set(children) if b"spawn_main" in _command(child)]


def _command(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


KINDS: dict[str, tuple[float, Callable[[Path, int, np.random.Generator], Faults]]] = {
    "export": (0.2, exports),
    "import": (0.2, imports),
    "tuning": (0.2, tunings),
    "programs": (0.16, programs),
    "sweep": (0.12, sweeps),
    "worker": (0.12, workers),
}
"""Each kind of work, with its share of all kills."""


def main() -> int:
    """Kill as often as asked for and tell what came out."""
    parser = argparse.ArgumentParser(description="Kills programs amid their work.")
    parser.add_argument("--kills", type=int, default=500, help="kills of all kinds together")
    parser.add_argument("--kind", action="append", choices=[*KINDS], help="this kind alone; may be given repeatedly")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    kinds = {name: KINDS[name] for name in arguments.kind or KINDS}
    shares = sum(share for share, _ in kinds.values())
    lost = 0
    for name, (share, kind) in kinds.items():
        began, kills = time.perf_counter(), max(round(arguments.kills * share / shares), 1)
        with tempfile.TemporaryDirectory() as home:
            wrong = kind(Path(home), kills, np.random.default_rng(arguments.seed))
        print(f"{name}: {kills} kills, {len(wrong)} faults, in {time.perf_counter() - began:.0f} s.", flush=True)
        for what in wrong[:20]:
            print(f"  {what}")
        lost += len(wrong)
    print(f"{lost} faults.")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
