"""The look that a person chooses, light or dark, plain or with high contrast, and what the system asks for."""

from typing import Literal, NamedTuple, get_args

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from mlp_desktop.views.kit.palettes import has_high_contrast, palette_for

Scheme = Literal["system", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
_QT_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SystemLook(NamedTuple):
    """What the system asks for: dark windows, high contrast, and its own palette."""

    is_dark: bool
    high_contrast: bool
    palette: QPalette


def chosen_palette(scheme: Scheme, high_contrast: bool, system: SystemLook) -> QPalette | None:
    """The palette for what a person has chosen; ``None`` for the system's own.

    That one is used where it has high contrast and the person leaves the choice to the system. High contrast is on
    where either of the two wants it.
    """
    if scheme == "system" and system.high_contrast and has_high_contrast(system.palette):
        return None
    dark = system.is_dark if scheme == "system" else scheme == "dark"
    return palette_for(dark=dark, high_contrast=high_contrast or system.high_contrast)


class Look(QObject):
    """Keeps the application's palette as the person and the system want it; at first as the system does."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = "system"
        self._high_contrast = False
        self._hints = app.styleHints()
        self._system_scheme = self._hints.colorScheme()
        self._hints.colorSchemeChanged.connect(self._follow_scheme)
        # New in Qt 6.10; the object must be held, for PySide deletes its wrapper otherwise.
        self._wishes = self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        if self._wishes is not None:
            self._wishes.contrastPreferenceChanged.connect(self._use)
        self._use()

    def choose(self, scheme: Scheme, *, high_contrast: bool) -> None:
        """Use what the person has chosen. The frames of the windows follow, where the system lets them."""
        if (scheme, high_contrast) == (self._scheme, self._high_contrast):
            return  # a palette of the application, be it the same, has every widget draw itself anew
        self._scheme, self._high_contrast = scheme, high_contrast
        self._hints.setColorScheme(_QT_SCHEMES[scheme])
        self._system_scheme = self._hints.colorScheme()
        self._use()

    def _follow_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._system_scheme = scheme
        self._use()

    def _use(self) -> None:
        self._app.setPalette(QPalette())  # the system's, which is looked at
        own = self._app.palette()
        wants_contrast = (
            self._wishes is not None and self._wishes.contrastPreference() == Qt.ContrastPreference.HighContrast
        )
        system = SystemLook(self._system_scheme == Qt.ColorScheme.Dark, wants_contrast, own)
        palette = chosen_palette(self._scheme, self._high_contrast, system)
        if palette is not None:
            self._app.setPalette(palette)


def look_of(app: QApplication) -> Look:
    """The application's look, of which there is one."""
    found = app.findChild(Look)
    return Look(app) if found is None else found
