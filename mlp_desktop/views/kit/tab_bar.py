"""The tabs of the window: words over a hairline, with the current one underlined in the accent."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.scrolled import Scrolled

_UNDERLINE = 3
_DOT = 6


def tab_height(widget: QWidget) -> int:
    """The height of the tabs in logical pixels, for the font of ``widget``."""
    return max(5 * theme.GRID, widget.fontMetrics().height() + 3 * theme.GRID)


@guarded
class TabBar(QTabBar):
    """Flat tabs. The current one is bold and underlined, and has a frame while it has the keyboard focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setObjectName("tabBar")
        self.setAccessibleName("Pages of the window")

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def tabSizeHint(self, index: int) -> QSize:
        """Wide enough for the text in bold, so that choosing a tab moves no other."""
        words = QFontMetrics(self._bold()).size(Qt.TextFlag.TextShowMnemonic, self.tabText(index)).width()
        return QSize(words + 4 * theme.GRID, tab_height(self))

    def set_mark(self, index: int, words: str) -> None:
        """Put a dot beside a tab's name, with ``words`` about what happened there; empty words remove the dot."""
        self.setTabToolTip(index, plain_tip(words))
        name = self.tabText(index).replace("&", "")
        self.setAccessibleTabName(index, f"{name}: {words}" if words else name)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer moves."""
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the dots, and the underline of the current tab."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        pointer = self.mapFromGlobal(self.cursor().pos())
        for index in range(self.count()):
            tab = self.tabRect(index)
            current = index == self.currentIndex()
            lit = current or (self.underMouse() and tab.contains(pointer))
            painter.setFont(self._bold() if current else self.font())
            painter.setPen(palette.color(QPalette.ColorRole.WindowText if lit else QPalette.ColorRole.PlaceholderText))
            painter.drawText(tab, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.tabText(index))
            if self.tabToolTip(index):
                name = painter.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.tabText(index)).width()
                dot = QRectF(0, 0, _DOT, _DOT)
                dot.moveCenter(QRectF(tab).center() + QPointF(name / 2 + theme.GRID, 0))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(QPalette.ColorRole.Accent))
                painter.drawEllipse(dot)
            if current:
                words = tab.adjusted(theme.GRID, 0, -theme.GRID, 0)
                line = QRect(words.left(), tab.bottom() + 1 - _UNDERLINE, words.width(), _UNDERLINE)
                painter.fillRect(line, palette.color(QPalette.ColorRole.Accent))
                if self.hasFocus():
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(palette.color(QPalette.ColorRole.Accent))
                    painter.drawRoundedRect(QRectF(words).adjusted(0.5, 4.5, -0.5, -7.5), 4, 4)


def _page(scrolled: QWidget | None) -> QWidget | None:
    return scrolled.widget() if isinstance(scrolled, Scrolled) else None


@guarded
class Tabs(QTabWidget):
    """Pages without a frame under a :class:`TabBar`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = TabBar()
        self.setTabBar(self._bar)
        self.setDocumentMode(True)
        self._laid_out: tuple[QSize, ...] = ()

    def addTab(self, page: QWidget, title: str) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Add a page, which scrolls where the window is too small for it."""
        return super().addTab(Scrolled(page), title)

    def keep_place(self, title: str) -> None:
        """Add a title whose page comes later; until then :meth:`widget` has none there."""
        super().addTab(QWidget(), title)

    def insertTab(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, place: int, page: QWidget, title: str
    ) -> int:
        """Insert a page, which scrolls where the window is too small for it."""
        return super().insertTab(place, Scrolled(page), title)

    def removeTab(self, place: int) -> None:
        """Remove a page, without deleting it, or the place of one that has not come."""
        shown = super().widget(place)
        super().removeTab(place)
        if isinstance(shown, Scrolled):
            shown.takeWidget()
        if shown is not None:
            shown.deleteLater()

    def widget(self, place: int) -> QWidget | None:
        """The page at a place, or none."""
        return _page(super().widget(place))

    def currentWidget(self) -> QWidget | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The page that is shown, or none."""
        return _page(super().currentWidget())

    def indexOf(self, page: QWidget) -> int:
        """The place of a page, or -1."""
        return next((place for place in range(self.count()) if self.widget(place) is page), -1)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show a page."""
        self.setCurrentIndex(self.indexOf(page))

    def mark(self, page: QWidget, words: str) -> None:
        """Put a dot beside the name of ``page``; see :meth:`TabBar.set_mark`."""
        self._bar.set_mark(self.indexOf(page), words)

    def event(self, event: QEvent) -> bool:
        """Ignore requests for a new layout unless a size has changed.

        Whenever a word changes in a page, Qt sends such a request all the way up, and this widget would answer it by
        repainting the whole window. With two plots in it that takes longer than a frame.
        """
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)
        corner = self.cornerWidget()
        sizes = (self.size(), self._bar.sizeHint(), QSize() if corner is None else corner.sizeHint())
        if sizes == self._laid_out:
            self.updateGeometry()
            return True
        self._laid_out = sizes
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline, from edge to edge."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        bottom = self.tabBar().geometry().bottom()
        painter.drawLine(0, bottom, self.width(), bottom)
