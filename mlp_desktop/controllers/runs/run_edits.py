"""Edits of the chosen runs: name, star, note, deletion and its Undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.runs import RunStore, StoredRun, UnreadableRun


class RunEdits(QObject):
    """Writes each edit to the store of runs."""

    changed = Signal(object)
    """The list must be read again. The argument is a list of the runs to choose then; ``None`` keeps the choice."""

    def __init__(
        self,
        window: MainWindow,
        access: StoreAccess,
        chosen: Callable[[], list[StoredRun]],
        unreadable: Callable[[], list[UnreadableRun]],
        parent: QObject | None = None,
    ) -> None:
        """Edit the runs that ``chosen`` returns.

        Those that ``unreadable`` returns are chosen too; they can only be deleted.
        """
        super().__init__(parent)
        self._window = window
        self._tab = window.runs_tab
        self._access = access
        self._chosen = chosen
        self._unreadable = unreadable
        self._deleted: list[list[int]] = []
        self._being_deleted: set[int] = set()
        self._tab.details.note_edited.connect(self._note)
        self._tab.star_requested.connect(self._star)
        self._tab.delete_requested.connect(self._delete)
        self._tab.undo_requested.connect(self._undo)

    def rename(self, run: int, name: str) -> None:
        """Give a run a name."""
        self._change(lambda store: store.rename(run, name))

    def _note(self, text: str) -> None:
        runs = self._chosen()
        if len(runs) == 1:
            self._change(lambda store: store.note(runs[0].summary.id, text))

    def _star(self) -> None:
        runs = self._chosen()
        on = not all(run.summary.star for run in runs)

        def star(store: RunStore) -> None:
            for run in runs:
                store.star(run.summary.id, on)

        self._change(star)

    def _delete(self) -> None:
        runs = self._chosen()
        titles = {run.summary.id: run.summary.title for run in runs} | {run.id: run.title for run in self._unreadable()}
        # On a slow disk the runs are still chosen when the key is pressed again.
        numbers = [run for run in titles if run not in self._being_deleted]
        if not numbers or any(run.summary.running for run in runs):
            return
        self._being_deleted.update(numbers)

        def delete(store: RunStore) -> None:
            for run in numbers:
                store.delete(run)

        words = f"“{titles[numbers[0]]}”" if len(numbers) == 1 else f"{len(numbers)} runs"

        def deleted() -> None:
            self._being_deleted.difference_update(numbers)
            self._deleted.append(numbers)
            self._tab.set_undo(True)
            self._tab.show_message(f"Deleted {words}.")

        self._change(delete, choose=[], then=deleted, otherwise=lambda: self._being_deleted.difference_update(numbers))

    def _undo(self) -> None:
        if not self._deleted:
            return
        # Taken out at once: pressed again on a slow disk, Undo takes back the deletion before this one.
        place, runs = len(self._deleted) - 1, self._deleted.pop()
        self._tab.set_undo(bool(self._deleted))

        def restore(store: RunStore) -> None:
            for run in runs:
                store.restore(run)

        def restored() -> None:
            self._tab.show_message("Restored." if len(runs) == 1 else f"{len(runs)} runs restored.")

        def not_restored() -> None:
            self._deleted.insert(place, runs)
            self._tab.set_undo(True)

        self._change(restore, choose=runs, then=restored, otherwise=not_restored)

    def _change(
        self,
        action: Callable[[RunStore], None],
        choose: list[int] | None = None,
        then: Callable[[], None] = lambda: None,
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Write to the store, emit ``changed``, and call ``then`` if it was written, else ``otherwise``."""

        def written(_: object) -> None:
            self.changed.emit(choose)
            then()

        def failed(sentence: str) -> None:
            otherwise()
            self._window.show_error(sentence)
            self.changed.emit(None)

        self._access.do(StoreWork(lambda store, _: action(store), written, failed))
