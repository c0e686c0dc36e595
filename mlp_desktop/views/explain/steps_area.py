"""The Steps page: the steps of the chosen digit, and in an opened picture also those from the picture to its digits."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.explain.picture_steps_page import PictureStepsPage
from mlp_desktop.views.explain.steps_page import StepsPage
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.segments import Segments


@guarded
class StepsArea(QWidget):
    """One of two pages, below a switch between them while there is a picture on the pad."""

    picture_shown = Signal(bool)
    """Whether the person has turned to the picture's steps, or to the digit's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Segments(("Picture", "Digit"), self, prefix="steps")
        self.switch.setObjectName("stepsSwitch")
        self.switch.setAccessibleName("Steps of the picture, or of the chosen digit")
        self.digit = StepsPage(self)
        self.picture = PictureStepsPage(self)
        self.switch.chosen.connect(self._turn)
        self.switch.hide()
        self._show_page()

    @property
    def shows_picture(self) -> bool:
        """Whether the picture's steps are in front."""
        return not self.switch.isHidden() and self.switch.current == 0

    def set_has_picture(self, has_picture: bool) -> None:
        """Offer the steps of a picture, or only those of a digit."""
        if has_picture == self.switch.isHidden():
            self.switch.setVisible(has_picture)
            self._show_page()

    def minimumSizeHint(self) -> QSize:
        """The page in front, with the switch while it is shown."""
        page = (self.picture if self.shows_picture else self.digit).minimumSizeHint()
        return page + QSize(0, self._head())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pages the room below the switch."""
        super().resizeEvent(event)
        self._place()

    def _turn(self) -> None:
        self._show_page()
        self.picture_shown.emit(self.shows_picture)

    def _show_page(self) -> None:
        self.picture.setVisible(self.shows_picture)
        self.digit.setVisible(not self.shows_picture)
        self._place()

    def _place(self) -> None:
        head = self._head()
        self.switch.setGeometry(0, 0, self.width(), self.switch.sizeHint().height())
        for page in (self.digit, self.picture):
            page.setGeometry(0, head, self.width(), self.height() - head)

    def _head(self) -> int:
        return 0 if self.switch.isHidden() else self.switch.sizeHint().height() + theme.GRID
