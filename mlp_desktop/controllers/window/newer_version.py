"""The notice of a newer version: only if the program knows where to look, and the person has agreed to it."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.window.newest_version_worker import NewestVersionWorker, is_newer
from mlp_engine import version

QUESTION = (
    "Look for new versions now and then?\n\nOnce a week the program would ask the project's server which version is "
    "the newest, and send nothing but this request. You can change this in the Help menu."
)
DAYS = 7


class NewerVersionController(OneWorker):
    """Asks once, not at the first start; looks once a week, if the person agreed; then the menu Help names the version.

    While the project has no address, there is no question, no entry in the menu, and no request.
    """

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        window.look_action.setVisible(bool(version.NEWEST_RELEASE))
        window.look_action.setChecked(settings.looks_for_versions is True)
        window.look_action.triggered.connect(self._choose)
        window.newer_action.triggered.connect(self._open_page)

    def begin_looking(self) -> None:
        """Ask whether to look, or look if it is time to."""
        if not version.NEWEST_RELEASE:
            return
        was_started_before = not self._settings.geometry.isEmpty()
        if self._settings.looks_for_versions is None and was_started_before:
            self._choose(self._window.ask(QUESTION, "Look", "Don't look"))
        elif self._settings.looks_for_versions and self._is_time():
            self._look()

    def _choose(self, looks: bool) -> None:
        self._settings.looks_for_versions = looks
        self._window.look_action.setChecked(looks)
        if looks:
            self._look()

    def _is_time(self) -> bool:
        try:
            last = date.fromisoformat(self._settings.looked_for_version)
        except ValueError:
            return True
        return not 0 <= (_today() - last).days < DAYS

    def _look(self) -> None:
        if not self.is_running:
            self._settings.looked_for_version = _today().isoformat()
            self.begin(NewestVersionWorker(version.NEWEST_RELEASE), self._found, self._failed)

    def _found(self, newest: str) -> None:
        if is_newer(newest, version.__version__):
            self._window.show_newer_version(newest)
            announce(self._window, f"Version {newest} is available: see the Help menu.")

    def _failed(self, _sentence: str) -> None:
        """Say nothing: the person asked for nothing now."""

    def _open_page(self) -> None:
        if version.HOME:
            QDesktopServices.openUrl(QUrl(version.HOME))


def _today() -> date:
    return datetime.now(UTC).date()
