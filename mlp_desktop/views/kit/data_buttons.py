"""The buttons beside a list of data."""

from typing import NamedTuple

from PySide6.QtWidgets import QPushButton

from mlp_desktop.views.kit.arrangement_button import ArrangementButton
from mlp_desktop.views.kit.form_parts import form_button

FOLDER_TIP = "Read samples from a folder: IDX files, pictures, arrays or a table."
FILE_TIP = "Read samples from a file: a table, arrays, strokes, or a zip archive."


class DataButtons(NamedTuple):
    """Those that add a folder or a file to the list, and the one for the arrangement of its images."""

    folder: QPushButton
    file: QPushButton
    arrangement: ArrangementButton


def data_buttons(folder: str, file: str, arrangement: str) -> DataButtons:
    """The three buttons, with these object names."""
    return DataButtons(
        form_button(folder, "Folder…", FOLDER_TIP),
        form_button(file, "File…", FILE_TIP),
        ArrangementButton(arrangement),
    )
