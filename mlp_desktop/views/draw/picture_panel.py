"""The panel under an opened picture: what was read in it, and tools that change how it is read."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QSlider, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.buttons import ToolButton, text_button, tool_side
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox

INK_STEPS = 10
"""The slider goes from −10, the least ink, to 10."""

_NARROW = 440
"""Below this width, in logical pixels, the slider has no words beside it."""


@guarded
class PicturePanel(QWidget):
    """A line of words above a row of tools."""

    crop_switched = Signal(bool)
    turn_requested = Signal(int)
    """By this many quarters to the left."""
    polarity_chosen = Signal(bool)
    """Whether the picture is light on dark."""
    ink_chosen = Signal(float)
    """From −1, the least ink, to 1."""
    reset_requested = Signal()
    suggestion_taken = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self.setObjectName("picturePanel")
        self.setAccessibleName("Picture on the pad")
        self.status = ElidedLabel("pictureStatus", parent=self)
        self.progress = QProgressBar(self)
        describe(self.progress, "pictureProgress", "The picture is being read")
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(8 * theme.GRID, theme.GRID // 2)
        self.suggestion = text_button("turnSuggestion", "", "Turn the picture this way", height=3 * theme.GRID)
        self.crop = self._button("crop", "Crop", "Read only a part: drag a frame around it (C)")
        self.crop.setCheckable(True)
        self.turn_left = self._button("turn left", "Turn left", "Turn the picture to the left (L)")
        self.turn_right = self._button("turn right", "Turn right", "Turn the picture to the right (R)")
        self.polarity = self._button("invert", "Light on dark", "Read light ink on dark paper (I)")
        self.polarity.setCheckable(True)
        self.reset = self._button("reset", "Reset", "Show and read the picture as it was opened")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        describe(self.slider, "inkSlider", "Ink", "Read paler ink too, or only the darkest ( + and − )")
        self.slider.setRange(-INK_STEPS, INK_STEPS)
        self.slider.setPageStep(INK_STEPS // 2)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = [_small("lessInk", "Less ink"), _small("moreInk", "More ink")]
        self._lay_out()
        self._connect()
        self.show_suggestion("")
        self.show_status("", busy=False)

    def show_status(self, words: str, *, busy: bool) -> None:
        """Show one line of plain text, and whether work goes on."""
        self.status.setText(words)
        self.status.setAccessibleName(words or "No picture")
        self.progress.setVisible(busy)

    def show_suggestion(self, words: str) -> None:
        """Offer a turn in these words; empty words for none."""
        self.suggestion.setText(words)
        self.suggestion.setAccessibleName(words or "No suggestion")
        self.suggestion.setVisible(bool(words))

    def show_tools(self, *, light_on_dark: bool, more_ink: float, can_reset: bool) -> None:
        """Show, without a signal, how the picture is read."""
        self.polarity.setChecked(light_on_dark)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(more_ink * INK_STEPS))
        self.reset.setEnabled(can_reset)

    def set_tools_enabled(self, enabled: bool) -> None:
        """Enable or disable all tools but Reset."""
        for tool in (self.crop, self.turn_left, self.turn_right, self.polarity, self.slider):
            tool.setEnabled(enabled)
        if not enabled:
            self.reset.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the words beside the slider where there is little room."""
        super().resizeEvent(event)
        for words in self._words:
            words.setVisible(self.width() >= _NARROW)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icons with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.crop.icon().isNull():
            self._show_icons()

    def showEvent(self, event: QShowEvent) -> None:
        """Load the icons when they are needed first, because the window opens without a picture."""
        super().showEvent(event)
        if self.crop.icon().isNull():
            self._show_icons()

    def _button(self, name: str, text: str, tip: str) -> ToolButton:
        first, *rest = name.split()
        return ToolButton(f"{first}{''.join(rest).capitalize()}PictureButton", text, tip, self)

    def _lay_out(self) -> None:
        line = hbox(self.status, self.progress, self.suggestion)
        line.setStretch(0, 1)
        less, more = self._words
        tools = hbox(self.crop, self.turn_left, self.turn_right, self.polarity, spacing=theme.GRID // 2)
        tools.addSpacing(theme.GRID)
        for part in (less, self.slider, more, self.reset):
            tools.addWidget(part)
        vbox(line, tools, parent=self, spacing=0)
        follow(self.status, lambda each: each.setMinimumHeight(_line_height(each)))

    def minimumSizeHint(self) -> QSize:
        """The line of words above the icons, which stay where they are whatever the words are."""
        return QSize(300, _line_height(self.status) + tool_side())

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    def _connect(self) -> None:
        self.crop.toggled.connect(self.crop_switched)
        self.turn_left.clicked.connect(self._turn)
        self.turn_right.clicked.connect(self._turn)
        self.polarity.clicked.connect(self.polarity_chosen)
        self.slider.valueChanged.connect(self._choose_ink)
        self.reset.clicked.connect(self.reset_requested)
        self.suggestion.clicked.connect(self.suggestion_taken)

    def _turn(self) -> None:
        self.turn_requested.emit(1 if self.sender() is self.turn_left else -1)

    def _choose_ink(self, value: int) -> None:
        self.ink_chosen.emit(value / INK_STEPS)

    def _show_icons(self) -> None:
        icons = {"crop": self.crop, "turn-left": self.turn_left, "turn-right": self.turn_right}
        icons |= {"invert": self.polarity, "reset": self.reset}
        for name, button in icons.items():
            button.setIcon(load_icon(self._icons_folder, name, self.palette()))


def _small(name: str, words: str) -> QLabel:
    label = plain_label(words)
    label.setObjectName(name)
    theme.keep_font(label, "small")
    return label


def _line_height(status: ElidedLabel) -> int:
    """The height of the line of words, which large text needs more of."""
    return max(3 * theme.GRID, status.sizeHint().height())
