"""The Lab tab: a pad, the network from pixel to answer, and what a person changes in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_words import counted
from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.explain.compact_bars import CompactBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.buttons import ToolButton
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.hint_line import HintLine
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label, text_is_large
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.status import StatusLabel
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.lab.class_accuracies import ClassAccuracies
from mlp_desktop.views.lab.data_field import LabDataField
from mlp_desktop.views.lab.map_page import MapPage
from mlp_desktop.views.lab.math_page import MathPage
from mlp_desktop.views.lab.network_diagram import NetworkDiagram
from mlp_desktop.views.lab.neuron_page import NeuronPage
from mlp_desktop.views.lab.neuron_pictures import SQUARES

PAGES = ("Network", "Mathematics", "Map")
_LEFT = 26 * theme.GRID
_RIGHT = 45 * theme.GRID
_PAD_SHARE = 40  # of the height, at most, in per cent
_CHANGES = 12 * theme.GRID
_LEAST_PAD = 19 * theme.GRID
_LEFT_SHARE, _RIGHT_SHARE = 0.2, 0.36  # of the width, at most, where large text asks for more


@guarded
class LabTab(QWidget):
    """At the left the pad, the answer and the accuracy; then the network and a neuron, the mathematics, or the map."""

    network_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    reset_requested = Signal()
    save_requested = Signal()
    use_requested = Signal()
    clear_requested = Signal()
    sample_requested = Signal()
    page_chosen = Signal(int)
    shown = Signal()
    """The tab came to the front."""

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labTab")
        self._icons_folder = icons_folder
        self.network = FormCombo("labNetwork", "Network", "The network to look into.", characters=24)
        self.network.currentIndexChanged.connect(self._choose_network)
        self.pages = Segments(PAGES, prefix="lab")
        self.pages.setObjectName("labPages")
        self.pages.setAccessibleName("Pages of the Lab")
        self.pages.chosen.connect(self._turn)
        # In large text the name of the network gives way to those of the pages.
        follow(self.network, lambda each: each.setMinimumWidth(grown(14 * theme.GRID)))
        follow(self.pages, lambda each: each.setMinimumWidth(each.sizeHint().width()))
        self.undo = ToolButton("labUndo", "Undo", "Undo the last change of the network.", self)
        self.redo = ToolButton("labRedo", "Redo", "Redo the change that was undone last.", self)
        self.reset = ToolButton("labReset", "Reset", "Undo all changes of the network.", self)
        self.save = form_button("labSave", "Save as…", "Save the changed network to a weights file.")
        self.use = form_button("labUse", "Use on the pad", "Read drawings with this network from now on.")
        self.pad = DrawingPad(self)
        self.pad.setObjectName("labPad")
        self.pad.setAccessibleName("Drawing pad of the Lab")
        self.clear = form_button("labClear", "Clear", "Remove the drawing.")
        self.sample = form_button("labSample", "Sample", "Put a sample digit on the pad.")
        self.answer = ElidedLabel("labAnswer", heading=True, shrinks=True)
        self.scores = CompactBars(self)
        describe(self.scores, "labScores", "Probabilities of the ten digits")
        samples = FormCombo("labData", "Data of the Lab", "The samples that accuracies are measured on.", characters=8)
        self.accuracy = StatusLabel("labAccuracy")
        self.classes = ClassAccuracies()
        self.changes = ElidedLabel("labChanges", quiet=True)
        # Its own row in large text, which leaves it no word beside the others.
        follow(self.changes, lambda each: each.setMinimumWidth(grown(_CHANGES) if text_is_large() else 0))
        self.diagram = NetworkDiagram()
        self.hint = HintLine("lab")
        self.neuron = NeuronPage()
        self.mathematics = MathPage()
        self.map = MapPage()
        self.data = LabDataField(samples, self.map.choices, self)
        for button, signal in (
            (self.undo, self.undo_requested),
            (self.redo, self.redo_requested),
            (self.reset, self.reset_requested),
            (self.save, self.save_requested),
            (self.use, self.use_requested),
            (self.clear, self.clear_requested),
            (self.sample, self.sample_requested),
        ):
            button.clicked.connect(signal)
        for keys, button in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self._pages = QStackedWidget()
        self._lay_out(samples)
        self._show_icons()
        self.set_changes((), can_undo=False, can_redo=False)

    def minimumSizeHint(self) -> QSize:
        """A size that fits a small screen; with large text as high as the left column, and the tab is scrolled."""
        return QSize(_LEFT + self._right_least() + 340, max(480, self._beside_pad() + self._least_pad()))

    def set_networks(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer networks (value, label), and choose one without a signal."""
        self.network.set_choices(choices, chosen)

    def set_changes(self, words: Sequence[str], *, can_undo: bool, can_redo: bool) -> None:
        """Show what was changed, the last change first, and what can be undone and redone."""
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.reset.setEnabled(can_undo)
        for button in (self.save, self.use):
            button.setEnabled(True)
        told = f"{counted(len(words), 'change')}: {'; '.join(reversed(words))}"
        self.changes.setText(told if words else "Not changed")

    def show_other(self, name: str) -> None:
        """Say that a network of this name is shown, which can be neither changed nor used here."""
        for button in (self.undo, self.redo, self.reset, self.save, self.use):
            button.setEnabled(False)
        self.changes.setText(name)

    def show_answer(self, words: str, scores: Sequence[float] | None) -> None:
        """Show the answer to the drawing."""
        self.answer.setText(words)
        self.scores.set_scores(scores)

    def make_room(self, for_lesson: bool) -> None:
        """Hide the accuracies on each digit while a lesson stands below the tab, or show them again."""
        self.classes.setVisible(not for_lesson)
        self.updateGeometry()
        self._share_width()

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        self.pages.set_current(page)
        self._turn(page)

    @property
    def page(self) -> int:
        """The page in front."""
        return self._pages.currentIndex()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def showEvent(self, event: QEvent) -> None:
        """Announce that the tab is in front."""
        super().showEvent(event)  # pyright: ignore[reportArgumentType]
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give pad and page their share of the width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        least = max(_LEFT, min(grown(_LEFT), round(_LEFT_SHARE * self.width())))
        left = max(least, min(round(0.18 * self.width()), _PAD_SHARE * self.height() // 100))
        self._left.setFixedWidth(left)
        side = min(left - 2 * theme.GRID, max(self.height() - self._beside_pad(), self._least_pad()))
        self.pad.setFixedSize(left, side)
        least = min(grown(_RIGHT), round(_RIGHT_SHARE * self.width()))
        right = max(self._right_least(), least, min(round(0.22 * self.width()), 2 * _RIGHT))
        self.neuron.setFixedWidth(right)
        self.neuron.pictures.setFixedHeight(round(right / SQUARES) + round(theme.body_height()) - theme.GRID)

    def _beside_pad(self) -> int:
        """The height of all that is above and under the pad: in a low window the pad gives way."""
        return self._left.minimumSizeHint().height() - self.pad.minimumHeight() + grown(10 * theme.GRID)

    def _least_pad(self) -> int:
        """The least height of the pad; with large text the tab is scrolled, and the pad needs not give way."""
        return min(grown(_LEAST_PAD), max(self._left.width(), _LEFT) - 2 * theme.GRID)

    def _right_least(self) -> int:
        """The width in which nothing of the neuron's page is cut: large text needs more."""
        page = self.neuron.widget()
        return max(_RIGHT, 0 if page is None else page.minimumSizeHint().width() + theme.GRID)

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.page_chosen.emit(page)

    def _choose_network(self) -> None:
        self.network_chosen.emit(self.network.value())

    def _show_icons(self) -> None:
        for button, name in ((self.undo, "undo"), (self.redo, "redo"), (self.reset, "reset")):
            button.setIcon(load_icon(self._icons_folder, name, self.palette()))

    def _lay_out(self, samples: FormCombo) -> None:
        chosen, actions = QWidget(), QWidget()
        hbox(plain_label("Network"), self.network, parent=chosen)
        hbox(self.undo, self.redo, self.reset, self.save, self.use, parent=actions)
        top = WrappingRow(chosen, self.pages, self.changes, actions, growing=(self.changes,))
        self._left = left = QWidget()
        follow(self.scores, lambda each: each.setMinimumHeight(round(8 * theme.body_height())))
        column = vbox(
            self.pad,
            hbox(self.sample, self.clear),
            self.answer,
            self.scores,
            samples,
            self.accuracy,
            self.classes,
            parent=left,
        )
        column.setStretch(3, 1)
        network = QWidget()
        parts = hbox(parent=network, spacing=2 * theme.GRID)
        shown = vbox(spacing=theme.GRID)
        shown.addWidget(self.diagram, 1)
        shown.addWidget(self.hint)
        parts.addLayout(shown, 1)
        parts.addWidget(self.neuron)
        self._pages.addWidget(network)
        self._pages.addWidget(self.mathematics)
        self._pages.addWidget(self.map)
        layout = vbox(top, parent=self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        body = hbox(left, spacing=3 * theme.GRID)
        body.addWidget(self._pages, 1)
        layout.addLayout(body, 1)
