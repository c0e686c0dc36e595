"""Import, export, and the deletion of all drawings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.data_chooser import FOLDER_TITLE
from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.controllers.my_digits.digit_changes import DigitChangesController
from mlp_desktop.controllers.my_digits.digit_list import DigitListController
from mlp_desktop.controllers.my_digits.store_work import Piece, StoreWork
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.store_worker import Job
from mlp_engine.files.paths import shown_name
from mlp_engine.my_digits import export_idx, export_pictures, export_stored, export_strokes, import_drawings

FILTER = "Strokes (*.jsonl *.jsonl.gz *.unipen *.dat *.inkml *.xml *.tra *.tes)"
FORGET = "Delete all drawings, and the network tuned to them? This can't be undone."


class ExchangeController(QObject):
    """Asks for files and folders, and has the work done in a thread; ``forgotten``: all drawings were deleted."""

    forgotten = Signal()

    def __init__(
        self,
        window: MainWindow,
        own: MyDigits,
        digit_list: DigitListController,
        changes: DigitChangesController,
        settings: Settings,
        work: StoreWork,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.my_digits_tab
        self._own = own
        self._list = digit_list
        self._changes = changes
        self._settings = settings
        self._work = work
        self._tab.import_file_requested.connect(self._import_file)
        self._tab.import_folder_requested.connect(self._import_folder)
        self._tab.export_requested.connect(self._export)
        self._tab.forget_requested.connect(self._forget)

    def _import_file(self) -> None:
        chosen = self._window.choose_open_file("Import drawings", str(self._settings.folder), FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self._import(Path(chosen))

    def _import_folder(self) -> None:
        chosen = self._window.choose_folder(FOLDER_TITLE, str(self._settings.folder))
        if chosen:
            self._import(Path(chosen))

    def _import(self, path: Path) -> None:
        self._begin(
            f"Reading {shown_name(path)}",
            lambda report: import_drawings(self._own.store(), path, on_progress=report),
            self._has_imported,
        )

    def _has_imported(self, ids: list[int]) -> None:
        self._changes.imported(ids)

    def _export(self, kind: str) -> None:
        ids: list[int] = self._list.chosen().tolist() if kind == "stored" else []
        if kind == "stored":
            if not ids:
                self._tab.show_message("Choose the drawings first.")
                return
            proposed = self._settings.folder / "my-digits.json"
            path = choose_place(self._window, "Export drawings as they are", proposed, "JSON (*.json)", ".json")
        elif kind == "strokes":
            proposed = self._settings.folder / "my-digits.jsonl"
            path = choose_place(self._window, "Export drawings", proposed, "Strokes (*.jsonl)", ".jsonl")
        else:
            chosen = self._window.choose_folder("Export drawings into a folder", str(self._settings.folder))
            path = Path(chosen) if chosen else None
        if path is None:
            return
        self._settings.folder = path.parent if kind in ("strokes", "stored") else path
        export: Callable[..., int] = {
            "strokes": export_strokes,
            "pictures": export_pictures,
            "idx": export_idx,
            "stored": partial(export_stored, ids=ids),
        }[kind]
        self._begin(
            f"Writing {shown_name(path)}",
            lambda report: export(self._own.store(), path, on_progress=report),
            partial(self._has_exported, path),
        )

    def _has_exported(self, path: Path, count: int) -> None:
        self._tab.show_message(f"{counted(count, 'drawing')} written to {path}")

    def _forget(self) -> None:
        if not self._work.is_running and self._window.ask(FORGET, "Delete everything", "Cancel"):
            self._list.empty()
            self._begin("Deleting", lambda _: self._own.store().forget(), self._has_forgotten)

    def _has_forgotten(self, _nothing: None) -> None:
        self._changes.forget()
        self._tab.show_message("All drawings are deleted")
        self.forgotten.emit()
        self._own.changed.emit()

    def _begin(self, doing: str, job: Job, then: Callable[..., None]) -> None:
        if not self._work.is_running:
            self._work.begin(Piece(doing, job, then, self._failed))

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("Nothing has changed.")
        self._window.show_error(sentence)
