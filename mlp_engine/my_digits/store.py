"""The store of a person's own drawings: one SQLite file in one folder.

Beside the strokes it keeps each drawing's digit image, so that a grid of thousands is shown without drawing any.
"""

import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.drawing_file import parse_drawing
from mlp_engine.errors import DataError, MyDigitsError
from mlp_engine.files.database import Database
from mlp_engine.files.folders import data_folder
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits.answers import Answers
from mlp_engine.my_digits.forgetting import forget
from mlp_engine.my_digits.records import Drawing, DrawingFilter, KeptDrawing, check_label
from mlp_engine.my_digits.rows import DRAWING_COLUMNS, condition_of, content_of, drawing_row, insert_row, kept_drawing
from mlp_engine.my_digits.tables import MY_DIGITS

Progress = Callable[[int], None]
Order = Literal["newest", "label"]

_IN_USE = DrawingFilter()


def my_digits_folder() -> Path:
    """Where own drawings are kept: ``my-digits`` in the platform's data folder, or in that of ``MLP_DATA_DIR``."""
    return data_folder() / "my-digits"


class DrawingStore:
    """All own drawings of one folder. May be used from several threads and several processes at once.

    Attributes:
        folder: where everything is kept.
        notice: a sentence for a person if a damaged database had to be set aside, else empty.

    Raises:
        MyDigitsError: if the folder cannot be used, or belongs to a newer version of this program; every method
            raises it too, if the database cannot be used or knows no such drawing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._database = Database(self.folder, MY_DIGITS)
        self.notice = self._database.prepare()

    def __repr__(self) -> str:
        return f"DrawingStore({str(self.folder)!r})"

    @property
    def path(self) -> Path:
        """The database, the one file in which every drawing is."""
        return self._database.path

    @property
    def tuned_weights(self) -> Path:
        """Where the network is kept that was tuned to these drawings; :meth:`forget` takes it away with them."""
        return self.folder / "tuned.safetensors"

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Have operations in this block be quicker, as the file is not opened and closed for good in each."""
        with self._database.kept_open():
            yield

    def add(self, drawing: Drawing) -> int:
        """Keep a drawing; when this returns, it outlasts the end of this program and a power cut.

        Returns:
            Its number.

        Raises:
            InkError: if its strokes cannot become a digit image.
            DataError: if it has more strokes or points than a stroke file may hold.
        """
        return self.add_all([drawing])[0]

    def add_all(self, drawings: Iterable[Drawing]) -> list[int]:
        """Keep all these drawings, or on an error none of them; numbers, order and errors as in :meth:`add`."""
        rows = [drawing_row(drawing) for drawing in drawings]  # all the work, before others have to wait
        with self._database.transaction() as connection:
            return [insert_row(connection, *row) for row in rows]

    def ids(self, which: DrawingFilter = _IN_USE, order: Order = "newest") -> NDArray[np.int64]:
        """The numbers of all drawings that are meant, newest first, or those of each label together, newest first.

        A grid of 100,000 asks for these once, and by :meth:`drawings` for what is in sight.
        """
        condition, values = condition_of(which)
        by = "label, id DESC" if order == "label" else "id DESC"
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT id FROM drawings WHERE {condition} ORDER BY {by}", values)
            return np.fromiter((row[0] for row in rows), np.int64)

    def contents(self) -> set[bytes]:
        """What is in the store, in the bin or not, as :func:`content_of` says of each drawing."""
        with self._database.reading() as connection:
            return {
                content_of(label, image) for label, image in connection.execute("SELECT label, image FROM drawings")
            }

    def drawings(self, ids: Sequence[int] | NDArray[np.int64]) -> tuple[KeptDrawing, ...]:
        """These drawings, in this order, in the bin or not; those that have been purged are left out."""
        with self._database.reading() as connection:
            query = f"SELECT {DRAWING_COLUMNS} FROM drawings WHERE id = ?"
            found = (connection.execute(query, (int(number),)).fetchone() for number in ids)
            return tuple(kept_drawing(row) for row in found if row is not None)

    def strokes(self, drawing: int) -> tuple[PenStroke, ...]:
        """How a drawing was drawn; no strokes where only its image is known."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT line FROM drawings LEFT JOIN strokes ON drawing = id WHERE id = ?", (int(drawing),)
            ).fetchone()
        if row is None:
            raise _no_such(drawing)
        try:
            return () if row["line"] is None else parse_drawing(json.loads(row["line"]))
        except (ValueError, DataError) as error:
            raise MyDigitsError(f"The strokes of drawing {drawing} must be readable. Got: {error}") from error

    def relabel(self, labels: Mapping[int, int], *, on_progress: Progress | None = None) -> dict[int, int]:
        """Say of drawings, by their numbers, which digits they are: of all of them, or on an error of none.

        Args:
            labels: what each of them is.
            on_progress: called with the number of drawings so far, after each; if it raises, nothing is changed.

        Returns:
            What they were before: to take it back, relabel with that.

        Raises:
            SettingError: if there is no such digit.
        """
        before: dict[int, int] = {}
        with self._database.transaction() as connection:
            for drawing, label in labels.items():
                check_label(label)
                row = connection.execute("SELECT label FROM drawings WHERE id = ?", (drawing,)).fetchone()
                if row is None:
                    raise _no_such(drawing)
                before[drawing] = row["label"]
                connection.execute("UPDATE drawings SET label = ? WHERE id = ?", (label, drawing))
                if on_progress is not None:
                    on_progress(len(before))
        return before

    def delete(self, ids: Iterable[int], *, on_progress: Progress | None = None) -> None:
        """Put drawings into the bin; :meth:`restore` takes them out again. ``on_progress`` as in :meth:`relabel`."""
        self._set_deleted(ids, True, on_progress)

    def restore(self, ids: Iterable[int], *, on_progress: Progress | None = None) -> None:
        """Take drawings out of the bin; ``on_progress`` as in :meth:`relabel`."""
        self._set_deleted(ids, False, on_progress)

    def purge(self) -> int:
        """Forget the drawings in the bin for good, overwriting them in the file; returns how many that were."""
        with self._database.transaction() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            return connection.execute("DELETE FROM drawings WHERE deleted").rowcount

    def forget(self) -> None:
        """Forget everything: every drawing, databases that were set aside, and the network tuned to the drawings.

        The file is overwritten and written anew without them. What a disk keeps of files that were taken away, or a
        backup, is out of this program's reach.

        Raises:
            MyDigitsError: also if another program is just using the database; what was begun can be asked for again.
        """
        forget(self._database)

    def counts(self) -> NDArray[np.int64]:
        """How many drawings of each digit are in use, shape (10,)."""
        counts = np.zeros(10, np.int64)
        with self._database.reading() as connection:
            for label, count in connection.execute(
                "SELECT label, COUNT(*) FROM drawings WHERE deleted = 0 GROUP BY label"
            ):
                counts[label] = count
        return counts

    def answers(self) -> Answers:
        """What became of each drawing in use that a network answered, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT created, answer = label FROM drawings WHERE deleted = 0 AND answer IS NOT NULL"
                " ORDER BY created, id"
            ).fetchall()
        created = np.array([row[0].removesuffix("+00:00") for row in rows], "datetime64[s]")
        return Answers(created, np.array([row[1] for row in rows], np.bool_))

    def dataset(self, *, on_progress: Progress | None = None) -> Dataset:
        """The digit images of all drawings in use with their labels, oldest first.

        Args:
            on_progress: called with the number of samples so far, after each.

        Raises:
            DataError: if there is none.
        """
        images = bytearray()
        labels: list[int] = []
        with self._database.reading() as connection:
            for label, image in connection.execute("SELECT label, image FROM drawings WHERE deleted = 0 ORDER BY id"):
                images += image
                labels.append(label)
                if on_progress is not None:
                    on_progress(len(labels))
        if not labels:
            raise DataError(f"My digits must hold at least one drawing to be used as data. {self.path} has none.")
        inputs = np.frombuffer(bytes(images), np.uint8).reshape(len(labels), -1)
        return Dataset(inputs, np.array(labels, np.int64), "my digits")

    def _set_deleted(self, ids: Iterable[int], deleted: bool, on_progress: Progress | None) -> None:
        with self._database.transaction() as connection:
            for number, drawing in enumerate(ids, start=1):
                if not connection.execute(
                    "UPDATE drawings SET deleted = ? WHERE id = ?", (deleted, int(drawing))
                ).rowcount:
                    raise _no_such(drawing)
                if on_progress is not None:
                    on_progress(number)


def _no_such(drawing: int) -> MyDigitsError:
    return MyDigitsError(f"A drawing must be one of those in the store. Got number {drawing}, which is not there.")
