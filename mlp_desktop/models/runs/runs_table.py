"""The kept runs as a table model."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_engine.runs import RunSummary, UnreadableRun
from mlp_engine.validation import visible

COLUMNS = (
    "★", "Name", "Started", "Data", "Network", "Best error", "Epochs", "Outcome", "L1", "L2", "Rate", "Augmentation",
)  # fmt: skip
STAR, NAME, STARTED, DATA, _NETWORK, BEST, EPOCHS, OUTCOME, L1, L2, RATE, AUGMENTATION = range(len(COLUMNS))
RUN_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 2
"""The role of all texts of a row and its note, in any column: what a search looks through."""

_TIPS = {
    STAR: "Starred runs.",
    BEST: "Lowest share of the validation samples that were misread.",
    EPOCHS: "Number of finished epochs.",
    RATE: "The learning rate that the run began with.",
}
_Index = QModelIndex | QPersistentModelIndex
_Run = RunSummary | UnreadableRun


@guarded
class RunsTable(QAbstractTableModel):
    """One row for each run, also for one that cannot be read; names can be edited."""

    renamed = Signal(int, str)  # the number of a run, and the name that the person typed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[_Run] = []

    @property
    def runs(self) -> tuple[RunSummary, ...]:
        """The runs in the table that can be read, newest first."""
        return tuple(run for run in self._runs if isinstance(run, RunSummary))

    def set_runs(self, runs: Sequence[_Run]) -> None:
        """Show these runs, newest first; rows that stay keep their selection."""
        wanted = {run.id for run in runs}
        for row in reversed(range(len(self._runs))):
            if self._runs[row].id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._runs[row]
                self.endRemoveRows()
        for row, run in enumerate(runs):
            if row == len(self._runs) or self._runs[row].id != run.id:
                self.beginInsertRows(QModelIndex(), row, row)
                self._runs.insert(row, run)
                self.endInsertRows()
            else:
                self._show_row(row, run)

    def update_run(self, run: RunSummary) -> None:
        """Show the new state of a run that is in the table."""
        for row, shown in enumerate(self._runs):
            if shown.id == run.id:
                self._show_row(row, run)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The number of runs."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column, its tool tip, and its name for screen readers."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.AccessibleTextRole and section == STAR:
            return "Star"
        return plain_tip(_TIPS.get(section, "")) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, the value to sort by, and the number of the run."""
        run, column = self._runs[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.EditRole if column == NAME:
                return run.name
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(run, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tip(run, column))
            case Qt.ItemDataRole.AccessibleTextRole if column == STAR:
                return "starred" if isinstance(run, RunSummary) and run.star else "not starred"
            case Qt.ItemDataRole.TextAlignmentRole if column in (BEST, EPOCHS, L1, L2, RATE):
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.TextAlignmentRole if column == STAR:
                return int(Qt.AlignmentFlag.AlignCenter)
            case _ if role == RUN_ROLE:
                return run.id
            case _ if role == SORT_ROLE:
                return self._sort_value(run, column)
            case _ if role == SEARCH_ROLE:
                note = run.note if isinstance(run, RunSummary) else run.reason
                return "\n".join([*self._texts(run), note])
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Emit ``renamed``; the new name appears when it has been stored."""
        run = self._runs[index.row()]
        if role != Qt.ItemDataRole.EditRole or index.column() != NAME or str(value) == run.name:
            return False
        self.renamed.emit(run.id, str(value))
        return True

    def _show_row(self, row: int, run: _Run) -> None:
        before = self._runs[row]
        if before == run:
            return
        self._runs[row] = run
        # A run in training changes in few columns, and the list measures every changed cell anew.
        columns = [column for column in range(len(COLUMNS)) if self._text(before, column) != self._text(run, column)]
        columns = columns or list(range(len(COLUMNS)))
        self.dataChanged.emit(self.index(row, columns[0]), self.index(row, columns[-1]))

    def _tip(self, run: _Run, column: int) -> str:
        if isinstance(run, UnreadableRun):
            return run.reason
        return run.note or run.title if column == NAME else self._text(run, column)

    def _text(self, run: _Run, column: int) -> str:
        return self._texts(run)[column]

    def _texts(self, run: _Run) -> tuple[str, ...]:
        if isinstance(run, UnreadableRun):
            return ("☆", run.title, "", "", "", "–", "", "cannot be read", "", "", "", "")
        best, training = run.best_accuracy, run.training
        return (
            "★" if run.star else "☆",
            run.title,
            local_time(run.started),
            visible(run.data),
            "-".join(map(str, run.network.layers)),
            "–" if best is None else f"{1 - best:.2%}",
            f"{run.epochs} of {training.epochs}",
            run.state,
            f"{training.l1:g}",
            f"{training.l2:g}",
            f"{training.learning_rate:g}",
            training.augmentation,
        )

    def _sort_value(self, run: _Run, column: int) -> float | str:
        """The value to sort by; runs without a validation error come after all others."""
        if column == STARTED:
            return run.id  # ids are counted in the order of the starts, even of two in the same second
        if isinstance(run, UnreadableRun):
            return {STAR: 0, BEST: 2.0, EPOCHS: -1, L1: -1, L2: -1, RATE: -1}.get(
                column, self._text(run, column).casefold()
            )
        if column == STAR:
            return -int(run.star)
        if column == BEST:
            return 2.0 if run.best_accuracy is None else 1 - run.best_accuracy
        if column == EPOCHS:
            return run.epochs
        numbers = {L1: run.training.l1, L2: run.training.l2, RATE: run.training.learning_rate}
        return numbers[column] if column in numbers else self._text(run, column).casefold()


def local_time(moment: str) -> str:
    """A moment in ISO 8601 as local time, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
