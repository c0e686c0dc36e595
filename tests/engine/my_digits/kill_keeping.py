"""Kills a process while it keeps drawings, as often as one likes, and looks at what is left.

    python tests/engine/my_digits/kill_keeping.py --kills 1000

A child keeps drawing after drawing, corrects each second one, and tells after each that it is done; at a random moment
it is killed (SIGKILL). The store must then open without a notice and hold every drawing that was told, as it was drawn
and last corrected, and at most the one that was in progress beside. Exits with 1 if it ever did not.
"""

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parents[1])]

from killing import told_before_death

from mlp_engine.errors import MyDigitsError
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing

LONGEST_SECONDS = 0.06
KILLS_OF_A_STORE = 20


def strokes_of(number: int) -> tuple[PenStroke, ...]:
    """The strokes by which drawing ``number`` is known."""
    return (PenStroke(((60.0, 60.0), (60.0 + number % 150, 200.0), (float(number % 250), 90.0))),)


def keep(store: DrawingStore, number: int) -> None:
    """Keep drawing ``number``, and if it is an even one say then that it is another digit."""
    identity = store.add(LabelledDrawing(number % 10, strokes_of(number), answer=3, network=str(number)))
    if number % 2 == 0:
        store.relabel({identity: (number + 1) % 10})


def what_is_wrong(folder: Path, told: int, before: int) -> tuple[int, str]:
    """Look at a store of which drawings up to ``told`` were told, those up to ``before`` looked at already.

    Returns:
        The last drawing in it, and what is wrong, if anything.
    """
    try:
        store = DrawingStore(folder)
        ids = store.ids()[::-1]
        kept = store.drawings(ids[before:])
        strokes = [store.strokes(drawing.id) for drawing in kept]
    except MyDigitsError as error:
        return told, str(error)
    if store.notice:
        return told, store.notice
    if len(ids) not in (told, told + 1):
        return len(ids), f"{told} drawings were told, and the store holds {len(ids)}"
    for number, (drawing, drawn) in enumerate(zip(kept, strokes, strict=True), start=before + 1):
        corrected = number % 2 == 0 and (number <= told or drawing.label != number % 10)
        label = (number + 1 if corrected else number) % 10
        if (drawing.network, drawing.label) != (str(number), label) or drawn[0].points != strokes_of(number)[0].points:
            return len(ids), f"drawing {number} came out as {drawing!r}"
    return len(ids), ""


def run(kills: int, seed: int = 0) -> tuple[int, int, list[str]]:
    """Kill so many children, with a new store for every 20 of them, so that some die while they make it.

    Returns:
        How many drawings were kept, how many kills came while the database was open, and what was wrong.
    """
    rng = np.random.default_rng(seed)
    kept, amid, wrong = 0, 0, list[str]()
    for begun in range(0, kills, KILLS_OF_A_STORE):
        number = 0
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "my-digits"
            for _ in range(min(KILLS_OF_A_STORE, kills - begun)):
                seconds = rng.uniform(0, LONGEST_SECONDS)
                told = told_before_death(lambda folder=folder: partial(keep, DrawingStore(folder)), number, seconds)
                # Whoever closes the database takes its log away.
                amid += (folder / "my-digits.sqlite3-wal").exists()
                number, what = what_is_wrong(folder, told, number)
                wrong += [what] if what else []
        kept += number
    return kept, amid, wrong


def main() -> int:
    """Kill as often as asked for and tell what came out."""
    parser = argparse.ArgumentParser(description="Kills a process while it keeps drawings.")
    parser.add_argument("--kills", type=int, default=1000)
    arguments = parser.parse_args()
    began = time.perf_counter()
    kept, amid, wrong = run(arguments.kills)
    for what in wrong[:20]:
        print(what)
    seconds = time.perf_counter() - began
    print(
        f"{arguments.kills} kills while {kept} drawings were kept, {amid} of them amid the work: "
        f"{len(wrong)} stores lost or damaged, in {seconds:.0f} s."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
