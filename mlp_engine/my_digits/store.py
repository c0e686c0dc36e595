"""The store of the user's drawings: one SQLite file in one folder.

It keeps the strokes and also the digit image of each drawing, so that a grid can show thousands without computing any.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, MlpError, MyDigitsError
from mlp_engine.files.database import Database
from mlp_engine.files.folders import data_folder
from mlp_engine.files.stored_rows import Rows, rows_as_stored
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits.database import MY_DIGITS, STORED, forget
from mlp_engine.my_digits.records import (
    AnswerHistory,
    DrawingFilter,
    KeptDrawing,
    LabelledDrawing,
    UnreadableDrawing,
    check_label,
)
from mlp_engine.my_digits.rows import (
    DRAWING_COLUMNS,
    IMAGE_IS_SOUND,
    IN_USE,
    LABEL_IS_SOUND,
    MOMENT_IS_SOUND,
    condition_of,
    content_of,
    drawing_in,
    drawing_row,
    insert_row,
    strokes_in,
)

Progress = Callable[[int], None]
Order = Literal["newest", "label"]

_IN_USE = DrawingFilter()


def my_digits_folder() -> Path:
    """The folder of the drawings: ``my-digits`` in this program's data folder, which ``MLP_DATA_DIR`` can set."""
    return data_folder() / "my-digits"


class DrawingStore:
    """All drawings in one folder. It may be used from several threads and processes at the same time.

    Attributes:
        folder: the folder of the store.
        notice: a sentence for the user if a damaged database was set aside, else empty.

    Raises:
        MyDigitsError: if the folder cannot be used, or belongs to a newer version of this program. Every method
            raises it if the database cannot be used or there is no such drawing.
    """

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder, MY_DIGITS)
        self.folder = self._database.folder
        self.notice = self._database.prepare()

    def __repr__(self) -> str:
        return f"DrawingStore({str(self.folder)!r})"

    @property
    def path(self) -> Path:
        """The database file, which holds all drawings."""
        return self._database.path

    @property
    def tuned_weights(self) -> Path:
        """The weights file of the network tuned to these drawings; :meth:`forget` deletes it with them."""
        return self.folder / "tuned.safetensors"

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Keep the database open in this block, which makes each operation faster."""
        with self._database.kept_open():
            yield

    def add(self, drawing: LabelledDrawing) -> int:
        """Keep a drawing; once this returns, it survives the end of this program and a power cut.

        Returns:
            The number of the drawing.

        Raises:
            InkError: if its strokes cannot be turned into a digit image.
            DataError: if it has more strokes or points than a stroke file may hold.
        """
        return self.add_all([drawing])[0]

    def add_all(self, drawings: Iterable[LabelledDrawing]) -> list[int]:
        """Keep all these drawings, or on an error none; returns their numbers in order. Errors as in :meth:`add`."""
        rows = [drawing_row(drawing) for drawing in drawings]  # slow, so before others have to wait
        with self._database.transaction() as connection:
            return [insert_row(connection, *row) for row in rows]

    def ids(self, which: DrawingFilter = _IN_USE, order: Order = "newest") -> NDArray[np.int64]:
        """The numbers of the selected drawings, newest first, or by label and then newest first.

        A grid of 100,000 drawings reads all numbers once, and with :meth:`drawings` only those that are visible.
        """
        condition, values = condition_of(which)
        by = "label, id DESC" if order == "label" else "id DESC"
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT id FROM drawings WHERE {condition} ORDER BY {by}", values)
            return np.fromiter((row[0] for row in rows), np.int64)

    def contents(self) -> set[bytes]:
        """The hashes (see :func:`content_of`) of all drawings that can be read, in the bin or not."""
        query = f"SELECT label, image FROM drawings WHERE {LABEL_IS_SOUND} AND {IMAGE_IS_SOUND}"
        with self._database.reading() as connection:
            return {content_of(label, image) for label, image in connection.execute(query)}

    def drawings(self, ids: Sequence[int] | NDArray[np.int64]) -> tuple[KeptDrawing, ...]:
        """The drawings with these numbers, in this order, in the bin or not.

        Purged ones are left out, and those that cannot be read.
        """
        return tuple(drawing for drawing in self.listed(ids) if isinstance(drawing, KeptDrawing))

    def listed(self, ids: Sequence[int] | NDArray[np.int64]) -> tuple[KeptDrawing | UnreadableDrawing, ...]:
        """Like :meth:`drawings`, with those of which something cannot be read."""
        with self._database.reading() as connection:
            query = f"SELECT {DRAWING_COLUMNS} FROM drawings WHERE id = ?"
            found = (connection.execute(query, (int(number),)).fetchone() for number in ids)
            return tuple(drawing_in(row) for row in found if row is not None)

    def strokes(self, drawing: int) -> tuple[PenStroke, ...]:
        """The strokes of a drawing; empty if only its image is known."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT line FROM drawings LEFT JOIN strokes ON drawing = id WHERE id = ?", (int(drawing),)
            ).fetchone()
        if row is None:
            raise _no_such(drawing)
        try:
            return strokes_in(row)
        except MlpError as error:
            raise MyDigitsError(f"The strokes of drawing {drawing} must be readable. Got: {error}") from error

    def as_stored(self, drawing: int) -> Rows:
        """The rows of a drawing as they are stored, also of one that cannot be read."""
        with self._database.reading() as connection:
            rows = rows_as_stored(connection, STORED, drawing)
        if not rows["drawings"]:
            raise _no_such(drawing)
        return rows

    def relabel(self, labels: Mapping[int, int], *, on_progress: Progress | None = None) -> dict[int, int]:
        """Change the labels of drawings: of all of them, or on an error of none.

        Args:
            labels: the new label for each drawing's number.
            on_progress: called after each drawing with the number of drawings so far; if it raises, nothing is
                changed.

        Returns:
            The previous labels, without those that were no digits; relabelling with these undoes the change.

        Raises:
            SettingError: if a label is not a digit.
        """
        before: dict[int, int] = {}
        changed = 0
        with self._database.transaction() as connection:
            for drawing, label in labels.items():
                check_label(label)
                row = connection.execute("SELECT label FROM drawings WHERE id = ?", (drawing,)).fetchone()
                if row is None:
                    raise _no_such(drawing)
                if isinstance(row["label"], int) and 0 <= row["label"] <= 9:
                    before[drawing] = row["label"]
                changed += 1
                connection.execute("UPDATE drawings SET label = ? WHERE id = ?", (label, drawing))
                if on_progress is not None:
                    on_progress(changed)
        return before

    def delete(self, ids: Iterable[int], *, on_progress: Progress | None = None) -> None:
        """Put drawings into the bin, from which :meth:`restore` takes them; ``on_progress`` as in :meth:`relabel`."""
        self._set_deleted(ids, True, on_progress)

    def restore(self, ids: Iterable[int], *, on_progress: Progress | None = None) -> None:
        """Take drawings out of the bin; ``on_progress`` as in :meth:`relabel`."""
        self._set_deleted(ids, False, on_progress)

    def purge(self) -> int:
        """Delete the drawings in the bin permanently, overwriting them in the file; returns their number."""
        with self._database.transaction() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            return connection.execute("DELETE FROM drawings WHERE deleted = 1").rowcount

    def forget(self) -> None:
        """Delete everything: all drawings, damaged databases that were set aside, and the network tuned to them.

        The drawings are overwritten in the file, which is then rewritten without them. This program cannot delete what
        the disk keeps of deleted files, or a backup.

        Raises:
            MyDigitsError: also if another program is using the database; it is safe to try again.
        """
        forget(self._database)

    def counts(self) -> NDArray[np.int64]:
        """The number of drawings in use of each digit, shape (10,)."""
        counts = np.zeros(10, np.int64)
        with self._database.reading() as connection:
            for label, count in connection.execute(
                f"SELECT label, COUNT(*) FROM drawings WHERE {IN_USE} AND {LABEL_IS_SOUND} GROUP BY label"
            ):
                counts[label] = count
        return counts

    def answers(self) -> AnswerHistory:
        """Whether a network read each drawing in use right, oldest first, as far as they can be read."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT created, answer = label FROM drawings WHERE {IN_USE} AND typeof(answer) = 'integer'"
                f" AND {LABEL_IS_SOUND} AND {MOMENT_IS_SOUND} ORDER BY created, id"
            ).fetchall()
        created = np.array([row[0].removesuffix("+00:00") for row in rows], "datetime64[s]")
        return AnswerHistory(created, np.array([row[1] for row in rows], np.bool_))

    def dataset(self, *, on_progress: Progress | None = None) -> Dataset:
        """The digit images of all drawings in use with their labels, oldest first, as far as they can be read.

        Args:
            on_progress: called after each sample with the number of samples so far.

        Raises:
            DataError: if there is no drawing in use.
        """
        images = bytearray()
        labels: list[int] = []
        with self._database.reading() as connection:
            query = f"SELECT label, image FROM drawings WHERE {IN_USE} AND {LABEL_IS_SOUND} AND {IMAGE_IS_SOUND}"
            for label, image in connection.execute(f"{query} ORDER BY id"):
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
