"""The choice of a place to save a file; no other file is replaced without a question."""

from collections.abc import Mapping
from pathlib import Path

from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.paths import is_there, shown_name


def choose_place(window: MainWindow, title: str, proposed: Path, file_filter: str, suffix: str) -> Path | None:
    """Ask for a place for a file that ends in ``suffix``; ``None`` if the person cancels."""
    chosen = window.choose_save_file(title, str(proposed), file_filter)
    return _ending_in(suffix, Path(chosen), window) if chosen else None


def choose_place_and_kind(window: MainWindow, title: str, proposed: Path, kinds: Mapping[str, str]) -> Path | None:
    """Ask for a place for a file of one of several kinds; ``None`` if the person cancels.

    Args:
        window: asks.
        title: of the dialog.
        proposed: the place that the dialog begins with.
        kinds: the suffix of each kind, by the dialog's filter for it. A typed suffix decides; without one the filter.
    """
    chosen, file_filter = window.choose_save_kind(title, str(proposed), ";;".join(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in kinds.values():
        return path
    return _ending_in(kinds.get(file_filter, next(iter(kinds.values()))), path, window)


def _ending_in(suffix: str, path: Path, window: MainWindow) -> Path | None:
    if path.suffix.lower() == suffix:
        return path
    # The dialog asked about the name as typed, not about the name with the suffix.
    path = Path(f"{path}{suffix}")  # not with_name, which fails for a folder's path without a name
    if is_there(path) and not window.ask(f"{shown_name(path)} already exists. Replace it?", "Replace", "Cancel"):
        return None
    return path
