"""Files and folders of samples as choices: their labels, what is remembered, and how their images are turned."""

import os
from collections.abc import Sequence
from pathlib import Path

from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.arrangement_button import ArrangementButton
from mlp_engine.sources import FileSource, file_source
from mlp_engine.sources.arrangement import words_of


def label_of(source: str) -> str:
    """What a person calls a file or folder: its name, and what was chosen of it."""
    chosen = file_source(source)
    kind = "Folder" if os.path.isdir(chosen.path) else "File"  # noqa: PTH112 (Path.is_dir may raise, this only says no)
    words = [f"{kind} {Path(chosen.path).name}"]
    words += ["test set"] * (chosen.part == "test")
    words += [str(chosen.arrangement)] if chosen.arrangement is not None else []
    words += ["28×28"] * chosen.fits
    return ", ".join(words)


def remember(settings: Settings, source: str) -> None:
    """Offer ``source`` from now on, in place of the folder or the file before; other sources change nothing."""
    path = file_source(source).path
    if not Path(path).is_absolute():
        return
    if os.path.isdir(path):  # noqa: PTH112
        settings.data_folder = source
    elif os.path.isfile(path):  # noqa: PTH113
        settings.data_file = source


def chosen_again(remembered: str, offered: Sequence[str], first: str) -> str:
    """What was chosen before, in the arrangement in which it is offered now; ``first`` if it is not offered."""
    path_and_part = file_source(remembered)[:2]
    again = (source for source in offered if file_source(source)[:2] == path_and_part)
    return remembered if remembered in offered else next(again, first)


def rearranged(source: str, words: str) -> str:
    """The source with ``words`` for its arrangement; none of them for an automatic one."""
    chosen = file_source(source)
    return chosen._replace(arrangement=file_source(f"{chosen.path}{words}").arrangement).text


def refitted(source: str, fits: bool) -> str:
    """The source with its images brought to 28×28 pixels, or as large as they are."""
    return file_source(source)._replace(fits=fits).text


def show_arrangement(button: ArrangementButton, source: str) -> None:
    """Let ``button`` show how the images of ``source`` are turned."""
    chosen: FileSource = file_source(source)
    if not Path(chosen.path).is_absolute():
        button.show_arrangement(None, False)
        return
    button.show_arrangement("" if chosen.arrangement is None else words_of(chosen.arrangement), chosen.fits)
