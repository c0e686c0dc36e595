"""What Help › About says of the program and of what it runs on."""

import platform

import PySide6
from PySide6.QtCore import QObject, qVersion

from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.dialog_window import PROGRAM
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine import version
from mlp_engine.machine import blas_name, this_machine

SENTENCES = (
    "Reads handwritten digits with a multilayer perceptron written by hand in numpy, "
    "and shows how such a network learns.\n\n"
    "Free software under the MIT licence. It sends nothing, and downloads MNIST only when you ask for it."
)
LOOKS = " Once a week it looks for a new version, as you have agreed."


class AboutController(QObject):
    """Answers the menu's request with names and versions, none of which identifies a person or a machine."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        window.about_requested.connect(self._show)

    def _show(self) -> None:
        machine = this_machine()
        versions = {
            "mlp-desktop": machine.version,
            "System": machine.platform,
            "Python": f"{machine.python} ({platform.python_implementation()})",
            "Qt": f"{qVersion()} (PySide6 {PySide6.__version__})",
            "numpy": machine.numpy,
            "BLAS": blas_name(),
        }
        details = "\n".join(f"{name}: {version}" for name, version in versions.items())
        page = f"\n\n{version.HOME}" if version.HOME else ""
        looks = LOOKS if self._settings.looks_for_versions else ""
        self._window.show_about(f"{PROGRAM} {machine.version}\n\n{SENTENCES}{looks}{page}", details)
