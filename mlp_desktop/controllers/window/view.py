"""The View menu: colours, contrast, the size of text, and the screen; all are remembered."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mlp_desktop.models.window.settings import Settings
from mlp_desktop.models.window.view_choice import NORMAL_TEXT, TEXT_SIZES, Scheme, ViewChoice, recalled
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.look import look_of
from mlp_desktop.views.window.main_window import MainWindow


class ViewController(QObject):
    """Does what the View menu announces, and at the start what was chosen last.

    The size and the state of the window, full screen or not, are kept with its geometry.
    """

    def __init__(
        self, app: QApplication, window: MainWindow, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._look = look_of(app)
        self._text_size = text_size_of(app)
        self._settings = settings
        self._choice = recalled(settings.view)
        menu = window.view_menu
        menu.scheme_chosen.connect(self._choose_scheme)
        menu.contrast_switched.connect(self._switch_contrast)
        menu.text_size_changed.connect(self._change_text)
        menu.full_screen_switched.connect(window.set_full_screen)
        menu.presentation_switched.connect(self._present)
        window.leave_action.triggered.connect(self._leave)
        window.full_screen_changed.connect(self._show_screen)
        window.theme_changed.connect(self._text_size.follow_system)
        self._use()

    def _choose_scheme(self, scheme: Scheme) -> None:
        self.take(replace(self._choice, scheme=scheme))

    def _switch_contrast(self, on: bool) -> None:
        self.take(replace(self._choice, high_contrast=on))

    def _change_text(self, steps: int) -> None:
        self.take(self._choice.with_text_step(steps) if steps else replace(self._choice, text_size=NORMAL_TEXT))

    def _present(self, on: bool) -> None:
        self.take(replace(self._choice, presents=on))

    def _leave(self) -> None:
        self._present(False)

    def take(self, choice: ViewChoice) -> None:
        """Have this from now on, and remember it."""
        self._choice = choice
        self._settings.view = choice.remembered()
        self._use()

    def _use(self) -> None:
        choice = self._choice
        self._look.choose(choice.scheme, high_contrast=choice.high_contrast)
        self._text_size.choose(choice.text_size)
        self._window.view_menu.show_choice(
            choice.scheme,
            high_contrast=choice.high_contrast,
            text_size=choice.text_size,
            can_grow=choice.text_size < TEXT_SIZES[-1],
            can_shrink=choice.text_size > TEXT_SIZES[0],
        )
        self._window.set_presenting(choice.presents)
        self._show_screen()

    def _show_screen(self) -> None:
        self._window.view_menu.show_screen(full=self._window.isFullScreen(), presents=self._choice.presents)
