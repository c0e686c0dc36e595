"""A page that has all the room there is, and scrolls where that is less than it needs."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.scroll_bar import make_slim

_LEAST = QSize(480, 320)
_LEAST_HEIGHT = 30 * theme.GRID


@guarded
class Scrolled(QScrollArea):
    """Gives a page the room that there is, at least its least size, and scrolls it where there is less.

    Qt's own resizing of the page is off: a page in which a label wraps would get the height that it likes best, and
    would scroll although all of it has room.

    Args:
        page: what is shown.
        sideways: whether it scrolls sideways too; otherwise it asks for the width that the page needs.
    """

    def __init__(self, page: QWidget, *, sideways: bool = True) -> None:
        super().__init__()
        self._sideways = sideways
        self._least_width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.resize(_LEAST)  # else Qt would measure all of it here, before its sizes are known
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        make_slim(self)
        if not sideways:
            show_what_has_focus(self)

    def minimumSizeHint(self) -> QSize:
        """A corner of the page, or its width and some lines of it."""
        return _LEAST if self._sideways else QSize(self._least_of_page().width() + theme.GRID, _LEAST_HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Give the page its room anew when its least size may have changed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page its room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page = self.widget()
        if page is None:
            return
        least = self._least_of_page()
        whole = self.maximumViewportSize()
        fits = least.boundedTo(whole) == least
        beside_bar = self.viewport().size() - QSize(0 if self._sideways else theme.GRID, 0)  # a gap, if there is room
        page.resize((whole if fits else beside_bar).expandedTo(least))
        if least.width() != self._least_width:
            self._least_width = least.width()
            self.updateGeometry()

    def _least_of_page(self) -> QSize:
        page = self.widget()
        return QSize() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())


def show_what_has_focus(area: QScrollArea) -> None:
    """Scroll to whatever in ``area`` the keyboard focus comes to; Qt does so only where it comes from within."""
    _Follower(area)


class _Follower(QObject):
    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a widget needs one"
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, focused: QWidget | None) -> None:
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # what is pressed must not move
        if focused is not None and not by_mouse and self._area.viewport().isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, theme.GRID)
