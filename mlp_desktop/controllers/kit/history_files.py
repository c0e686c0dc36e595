"""The history of a run in a file: a table, JSON lines, or events of TensorBoard."""

from pathlib import Path

from mlp_desktop.controllers.kit.save_dialog import choose_place, choose_place_and_kind
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.whole_file import write_whole
from mlp_engine.training.history import History
from mlp_engine.training.history_export import HISTORY_FORMS, export_history

HISTORY_KINDS = {
    "Table of numbers (*.csv)": ".csv",
    "JSON lines (*.jsonl)": ".jsonl",
    "TensorBoard events (*.tfevents)": ".tfevents",
}
"""The suffix of each kind of file, by the dialog's filter for it."""


def history_content(history: History, suffix: str) -> bytes:
    """The content of a file with this suffix: the record of every finished epoch."""
    return export_history(history, next(form for form in HISTORY_FORMS if f".{form}" == suffix))


def save_history(window: MainWindow, settings: Settings, history: History) -> Path | None:
    """Ask for a file and write the history to it; ``None`` if the user cancels or it cannot be written."""
    path = choose_place_and_kind(window, "Save history", settings.folder / "history.csv", HISTORY_KINDS)
    return (
        path if path and write_curves(window, settings, path, history_content(history, path.suffix.lower())) else None
    )


def save_as_stored(window: MainWindow, settings: Settings, run: int, content: bytes) -> Path | None:
    """Ask for a file and write to it all that is stored of a run, as where it cannot be read; ``None`` as above."""
    proposed = settings.folder / f"run-{run}.json"
    path = choose_place(window, "Save the run as it is stored", proposed, "JSON (*.json)", ".json")
    return path if path is not None and write_curves(window, settings, path, content) else None


def write_curves(window: MainWindow, settings: Settings, path: Path, content: bytes) -> bool:
    """Write curves or their numbers to ``path``, and remember its folder; ``False``, after an error was shown."""
    try:
        write_whole(path, content)
    except OSError as error:
        reason = error.strerror or error
        window.show_error(f"Curves must be saved where files can be written. Got {path} ({reason}).")
        return False
    settings.folder = path.parent
    return True
