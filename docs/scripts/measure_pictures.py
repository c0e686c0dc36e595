"""Measures how well pictures are read, and writes ``docs/pictures.md``.

    OPENBLAS_NUM_THREADS=1 python docs/scripts/measure_pictures.py --pictures FOLDER --answers FILE --peers FILE

FOLDER holds pictures and ``labels.csv`` (file, digits, kind). Every answer is written to FILE at once. A run that was
interrupted goes on where it was; answers of other weights, or of another ink path or reader, are not used. The answers
of other programs are those that ``benchmarks/picture_peers.py`` wrote; without them their columns stay empty.

    OPENBLAS_NUM_THREADS=1 python docs/scripts/measure_pictures.py --only touching --answers FILE

measures the digits that touch alone, and renews their part of the page.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import csv
import difflib
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import mlp_engine
from generators.pictures import BLANKS, EFFECTS, clean_drawing, picture_of, touching_picture
from generators.surfaces import SURFACES, surface
from mlp_engine import load_weights
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import open_picture
from mlp_engine.reading import PictureReader

SEED = 2026
OF_EACH_KIND = 200  # of the generated pictures, unless the command says otherwise
BLANK_OF_EACH_KIND = 20
TOUCHING = {2: 40, 3: 40, 4: 40}  # numbers of so many digits
SEVERAL = ("multi",)
SUDOKU = ("sudoku_cell_inner", "sudoku_cell_lines")
BLANK = "blank"
GENERATORS = ("pictures.py", "surfaces.py")
PEERS = ("ddddocr", "rapidocr")
TOUCHING_HEAD = "## Digits that touch"
PAGE = Path(__file__).parents[1] / "pictures.md"

Answer = dict[str, Any]


class Answers:
    """What was read in each picture, kept in a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        bundled = load_weights(bundled_weights())
        self._reader = PictureReader(bundled.network, bundled.reject)
        self._without_cuts = PictureReader(bundled.network, bundled.reject, parts_touching=False)
        self._path = path
        self._version = _version()
        self._known: dict[str, Answer] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                if record["version"] == self._version:
                    self._known[record["name"]] = record

    def of(self, name: str, wanted: str, picture: Callable[[], Image.Image], *, cuts: bool = True) -> Answer:
        """The answer for a picture, read now if it was not before; without ``cuts`` digits that touch stay one."""
        if name not in self._known:
            opened = picture()
            began = time.thread_time()
            try:
                text = (self._reader if cuts else self._without_cuts).read(opened).text.replace("\n", "")
            except InkError:
                text = ""
            seconds = time.thread_time() - began
            record = {"name": name, "wanted": wanted, "got": text, "seconds": seconds, "version": self._version}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
            self._known[name] = record
        return self._known[name]


def _version() -> str:
    """Changes whenever the weights, the ink path or the reader do."""
    digest = hashlib.sha256(bundled_weights().read_bytes())
    package, generators = Path(mlp_engine.__file__).parent, Path(__file__).parent / "generators"
    for path in sorted(
        (*package.glob("ink/*.py"), *package.glob("reading/*.py"), *(generators / name for name in GENERATORS))
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def right(answers: Iterable[Answer]) -> int:
    """How many are right and accepted."""
    return sum(answer["got"] == answer["wanted"] for answer in answers)


def wrong(answers: Iterable[Answer]) -> int:
    """How many are accepted, all digits of them, and wrong."""
    return sum(bool(a["got"]) and "?" not in a["got"] and a["got"] != a["wanted"] for a in answers)


def silent(answers: Iterable[Answer]) -> int:
    """In how many no digit is accepted."""
    return sum(not answer["got"].strip("?") for answer in answers)


def digits_right(answers: Iterable[Answer]) -> tuple[int, int]:
    """How many digits of numbers are read in their order, and how many there are."""
    found = total = 0
    for answer in answers:
        matcher = difflib.SequenceMatcher(None, answer["got"], answer["wanted"], autojunk=False)
        found += sum(block.size for block in matcher.get_matching_blocks())
        total += len(answer["wanted"])
    return found, total


def real(folder: Path, answers: Answers) -> dict[str, list[Answer]]:
    """The answers for the real pictures, by kind."""
    kinds: dict[str, list[Answer]] = {}
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = folder / row["file"]
            wanted = row["digits"].replace("/", "")
            kinds.setdefault(row["kind"], []).append(
                answers.of(row["file"], wanted, lambda path=path: open_picture(path))
            )
    return kinds


def made(answers: Answers, of_each: int) -> tuple[dict[str, list[Answer]], dict[str, list[Answer]]]:
    """The answers for the generated pictures by kind, and those for the same drawings without what was done to them."""
    kinds: dict[str, list[Answer]] = {}
    clean: dict[str, list[Answer]] = {}
    for kind in (*EFFECTS, *BLANKS):
        for place in range(of_each if kind in EFFECTS else BLANK_OF_EACH_KIND):
            wanted = str(place % 10) if kind in EFFECTS else ""
            kinds.setdefault(kind, []).append(
                answers.of(f"{kind}/{place}", wanted, lambda k=kind, p=place: picture_of(k, p, SEED)[0])
            )
            if kind in EFFECTS:
                clean.setdefault(kind, []).append(
                    answers.of(f"{kind}/{place}/clean", wanted, lambda k=kind, p=place: clean_drawing(k, p, SEED))
                )
    for kind in SURFACES:
        kinds[kind] = [
            answers.of(f"{kind}/{place}", "", lambda k=kind, p=place: surface(k, p, SEED))
            for place in range(BLANK_OF_EACH_KIND)
        ]
    return kinds, clean


def touching(answers: Answers) -> dict[int, tuple[list[Answer], list[Answer]]]:
    """The answers for numbers of digits that touch, by their length: as they are read, and without cuts."""
    read: dict[int, tuple[list[Answer], list[Answer]]] = {}
    for length, count in TOUCHING.items():
        for place in range(count):
            picture, wanted = touching_picture(length, place, SEED)
            for cuts, group in zip((True, False), read.setdefault(length, ([], [])), strict=True):
                name = f"touching/{length}/{place}/{'cut' if cuts else 'whole'}"
                group.append(answers.of(name, wanted, lambda picture=picture: picture, cuts=cuts))
    return read


def touching_table(read: dict[int, tuple[list[Answer], list[Answer]]]) -> str:
    """A line for each length."""
    lines = [
        "| digits | numbers | read whole | | digits right | accepted wrong "
        "| without cuts: read whole | accepted wrong |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for length, (cut, whole) in read.items():
        found, total = digits_right(cut)
        lines.append(
            f"| {length} | {len(cut)} | {right(cut)} | {right(cut) / len(cut):.1%} | {found / total:.1%} "
            f"| {wrong(cut)} | {right(whole)} | {wrong(whole)} |"
        )
    return "\n".join(lines)


def with_touching(old: str, table: str) -> str:
    """The page with another table of digits that touch; all else stays.

    Raises:
        ValueError: if the page has no such table.
    """
    head, _, rest = old.partition(TOUCHING_HEAD)
    before, _, behind = rest.partition("\n| digits |")
    if not behind:
        raise ValueError(f"{PAGE.name} must have a table under '{TOUCHING_HEAD}'. Got none.")
    return f"{head}{TOUCHING_HEAD}{before}\n{table}\n{behind[behind.index(chr(10) * 2) + 1 :]}"


def real_table(kinds: dict[str, list[Answer]], peers: dict[str, list[dict[str, str]]]) -> str:
    """A line a kind, and sums; beside our answers those of other programs, as far as they were asked."""
    singles = [kind for kind in kinds if kind not in (*SEVERAL, BLANK)]
    lines = [
        "| kind | pictures | right and accepted | | accepted wrong | ddddocr right | RapidOCR right |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]

    def line(name: str, of: list[str]) -> str:
        answers = [answer for kind in of for answer in kinds[kind]]
        others = [answer for kind in of for answer in peers.get(kind, [])]
        theirs = [
            str(sum(answer[peer] == answer["wanted"] for answer in others)) if len(others) == len(answers) else ""
            for peer in PEERS
        ]
        ours = (str(right(answers)), f"{right(answers) / len(answers):.1%}", str(wrong(answers)))
        return f"| {name} | {len(answers)} | {' | '.join((*ours, *theirs))} |"

    lines += [line(kind, [kind]) for kind in (*singles, *(kind for kind in SEVERAL if kind in kinds))]
    lines.append(line("**single digits, Sudoku aside**", [kind for kind in singles if kind not in SUDOKU]))
    lines.append(line("**single digits**", singles))
    return "\n".join(lines)


def peer_answers(path: Path | None) -> dict[str, list[dict[str, str]]]:
    """The answers of other programs by kind."""
    kinds: dict[str, list[dict[str, str]]] = {}
    if path is not None:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            kinds.setdefault(record["kind"], []).append(record)
    return kinds


def made_table(kinds: dict[str, list[Answer]], clean: dict[str, list[Answer]]) -> str:
    """A line a kind."""
    lines = [
        "| kind | pictures | right and accepted | | accepted wrong | the same drawings on clean paper |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for kind, answers in kinds.items():
        if kind in EFFECTS:
            share = f"{right(answers) / len(answers):.1%}"
            on_paper = f"{right(clean[kind]) / len(clean[kind]):.1%}"
            lines.append(f"| {kind} | {len(answers)} | {right(answers)} | {share} | {wrong(answers)} | {on_paper} |")
    return "\n".join(lines)


def blank_table(kinds: dict[str, list[Answer]]) -> str:
    """A line a kind of blank paper, and of surfaces without a digit."""
    lines = ["| paper or surface | pictures | silent |", "| --- | --- | --- |"]
    lines += [f"| {kind} | {len(kinds[kind])} | {silent(kinds[kind])} |" for kind in (*BLANKS, *SURFACES)]
    return "\n".join(lines)


def page(
    pictures: dict[str, list[Answer]],
    peers: dict[str, list[dict[str, str]]],
    kinds: dict[str, list[Answer]],
    clean: dict[str, list[Answer]],
    touching_digits: str,
) -> str:
    """The document."""
    several = [answer for kind in SEVERAL for answer in pictures.get(kind, [])]
    found, total = digits_right(several)
    blank = pictures.get(BLANK, [])
    times = np.array([answer["seconds"] for group in pictures.values() for answer in group]) * 1000
    template = (Path(__file__).parent / "pictures_template.md").read_text(encoding="utf-8")
    return template.format(
        real=real_table(pictures, peers),
        projects=sum(map(len, pictures.values())),
        several=f"{right(several)} of {len(several)} whole, {found} of {total} digits",
        blank=f"{silent(blank)} of {len(blank)}",
        made=made_table(kinds, clean),
        made_blank=blank_table(kinds),
        touching=touching_digits,
        each=len(kinds[next(iter(EFFECTS))]),
        half=f"{np.percentile(times, 50):.0f}",
        most=f"{np.percentile(times, 99):.0f}",
        seed=SEED,
    )


def main() -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how well pictures are read.")
    parser.add_argument("--pictures", type=Path, help="folder of real pictures with labels.csv")
    parser.add_argument("--only", choices=["touching"], help="measure these alone, and renew their part of the page")
    parser.add_argument("--answers", type=Path, required=True, help="file that keeps the answers")
    parser.add_argument("--of-each", type=int, default=OF_EACH_KIND, help="generated pictures of each kind")
    parser.add_argument("--peers", type=Path, help="the answers of other programs")
    arguments = parser.parse_args()
    answers = Answers(arguments.answers)
    table = touching_table(touching(answers))
    if arguments.only is not None:
        PAGE.write_text(with_touching(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")
        return 0
    if arguments.pictures is None:
        parser.error("--pictures must name a folder of real pictures")
    pictures = real(arguments.pictures, answers)
    made_pictures = made(answers, arguments.of_each)
    PAGE.write_text(page(pictures, peer_answers(arguments.peers), *made_pictures, table), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
