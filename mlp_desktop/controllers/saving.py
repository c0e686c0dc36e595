"""Where a file is to be saved: asked of the person, and never over another file unasked."""

from pathlib import Path

from mlp_desktop.views.main_window import MainWindow


def choose_place(window: MainWindow, title: str, proposed: Path, file_filter: str, suffix: str) -> Path | None:
    """Let a place be chosen for a file that ends in ``suffix``; ``None`` if none was."""
    chosen = window.choose_save_file(title, str(proposed), file_filter)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() == suffix:
        return path
    # The dialog has asked about the name as it was typed, not about this one.
    path = path.with_name(path.name + suffix)
    if path.exists() and not window.ask(f"{path.name} is there already. Replace it?", "Replace", "Keep"):
        return None
    return path
