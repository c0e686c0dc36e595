"""The Lab: a network to look into and to change by hand, for the drawing on the pad."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.draw.pad_controller import PadController
from mlp_desktop.controllers.kit.pad_network import load_for_pad
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.lab.changed_network import ChangedNetwork
from mlp_desktop.controllers.lab.lab_data import LabData
from mlp_desktop.controllers.lab.lab_edits import LabEdits
from mlp_desktop.controllers.lab.layer_maps import LayerMaps
from mlp_desktop.controllers.lab.mathematics import Mathematics
from mlp_desktop.controllers.lab.neuron_display import PAINTED_MS, NeuronDisplay
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.lab.lab_network import LabNetwork, LabOrigin
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.files.resources import small_weights
from mlp_engine.lab.edited_network import EditedNetwork, EditList
from mlp_engine.perceptron.network import Network

IN_USE, EXAMINED, MOMENTS = "in use", "examined", "moments"
SMALL = {
    "relu": "Small: 784-16-16-10, ReLU",
    "sigmoid": "The book's: 784-30-10, sigmoid",
}
NETWORK_PAGE, MATH_PAGE, MAP_PAGE = range(3)
MILLISECONDS_OF_REST = 40
"""How long a pen that is down rests before the mathematics is made anew: its hundreds of cells take several frames."""


class LabController(QObject):
    """Chooses the network of the Lab and keeps its pages up to date while they are in front.

    Emits ``ended`` when no worker runs any more.
    """

    ended = Signal()

    def __init__(
        self,
        window: MainWindow,
        pad: PadController,
        drawing: Drawing,
        reading: Reading,
        session: Session,
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = tab = window.lab_tab
        self._pad = pad
        self._drawing = drawing
        self._session = session
        self._chosen = "relu"
        self._is_loaded = False
        self._examined: LabOrigin | None = None
        self._kept: dict[str, tuple[LabOrigin, EditList]] = {}
        self._before_lesson: tuple[str, dict[str, tuple[LabOrigin, EditList]]] | None = None
        self._lab = LabNetwork(self._origin_in_use(), self)
        self.data = LabData(window, settings, self)
        self.edits = LabEdits(tab, self._lab, self.data, self)
        self.neurons = NeuronDisplay(tab, self._lab, reading, self)
        self.mathematics = Mathematics(tab, self._lab, reading, drawing, self.edits, self)
        self.maps = LayerMaps(window, self._lab, reading, drawing, self.data, self)
        self._works = (self.data, self.edits, self.neurons, self.mathematics, self.maps)
        for work in self._works:
            work.ended.connect(self._end_if_quiet)
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(PAINTED_MS)
        self._soon.timeout.connect(self._refresh_in_steps)
        self._rested = QTimer(self, singleShot=True)
        self._rested.setInterval(MILLISECONDS_OF_REST)
        self._rested.timeout.connect(self._refresh_mathematics)
        pad.also_on(tab.pad)
        for action in window.draw_tab.pad.actions():
            tab.pad.addAction(action)
        tab.clear_requested.connect(drawing.clear)
        tab.sample_requested.connect(self._next_sample)
        reading.changed.connect(self._follow)
        session.changed.connect(self._session_changed)
        tab.network_chosen.connect(self._choose)
        tab.page_chosen.connect(self._turn)
        self.maps.moments_changed.connect(self._turn)
        tab.shown.connect(self._show)
        self._changed = ChangedNetwork(window, self._lab, self.edits, session, weights, settings, self)
        self._lab.wanted.connect(self._show_changes)
        self._lab.changed.connect(self._soon.start)
        self.edits.samples_found.connect(tab.neuron.pictures.set_samples)
        self._offer()

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return any(work.is_running for work in self._works)

    @property
    def network(self) -> LabNetwork:
        """The network of the Lab."""
        return self._lab

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        for work in self._works:
            work.stop()

    def _end_if_quiet(self) -> None:
        if not self.is_running:
            self.ended.emit()

    # The network

    def _origin_in_use(self) -> LabOrigin:
        in_use = self._session.in_use
        return LabOrigin(in_use.name, in_use.network, in_use.card)

    def _offer(self) -> None:
        choices = [*SMALL.items(), (IN_USE, f"In use: {self._session.in_use.name}")]
        if self._examined is not None:
            choices.append((EXAMINED, f"Examined: {self._examined.name}"))
        if run := self.maps.moment_name.split(",")[0]:
            choices.append((MOMENTS, f"{run}, moment by moment"))
        self._tab.set_networks(choices, MOMENTS if self._shows_moments else self._chosen)

    def _show(self) -> None:
        """Show the newest drawing, and the first time that the tab is in front the network."""
        self._pad.show_on(self._tab.pad)
        self._load()
        self.edits.load()
        self._refresh()

    def _load(self) -> None:
        if not self._is_loaded:
            self._is_loaded = True
            self._choose(self._chosen)

    def _choose(self, value: str) -> None:
        if value == MOMENTS:
            self._tab.show_page(MAP_PAGE)
            return
        try:
            origin, edits = self._kept.get(value) or (self._origin_of(value), EditList())
        except MlpError as error:
            self._window.show_error(str(error))
            self._tab.network.set_value(self._chosen)
            return
        if self._is_loaded:
            self._kept[self._chosen] = (self._lab.origin, self._lab.edits)
        self._look_into(value, origin, edits)

    def _look_into(self, value: str, origin: LabOrigin, edits: EditList) -> None:
        self._chosen = value
        self._lab.take(origin, edits)
        self.maps.set_moments(())

    def show_sample(self, origin: LabOrigin, ink: np.ndarray, label: int) -> None:
        """Look into a network that was examined: put this sample on the pad, and show the output for its label."""
        self._window.tabs.setCurrentWidget(self._tab)
        is_in_use = origin.network is self._session.in_use.network
        if self._lab.origin.network is not origin.network:
            if not is_in_use:
                self._examined = origin
                self._kept.pop(EXAMINED, None)
            value = IN_USE if is_in_use else EXAMINED
            self._offer()
            self._tab.network.set_value(value)
            self._choose(value)
        self._drawing.open_picture(ink)
        self.mathematics.show_output(label)
        self._tab.show_page(MATH_PAGE)

    def _origin_of(self, value: str) -> LabOrigin:
        if value == EXAMINED and self._examined is not None:
            return self._examined
        if value == IN_USE:
            return self._origin_in_use()
        network, card, _ = load_for_pad(small_weights(value))
        return LabOrigin(SMALL[value], network, card)

    def _session_changed(self) -> None:
        self._kept.pop(IN_USE, None)
        self._offer()
        if self._chosen == IN_USE and self._session.in_use.network is not self._lab.origin.network:
            self._lab.take(self._origin_in_use(), EditList())

    # A lesson

    def begin_lesson(self, small: str) -> None:
        """Look into a small network without changes, until :meth:`end_lesson` brings back what is here now."""
        self._load()
        if self._before_lesson is None:
            self._before_lesson = self._chosen, self._kept | {self._chosen: (self._lab.origin, self._lab.edits)}
        self._kept.pop(small, None)
        self._choose(small)
        self._tab.show_page(NETWORK_PAGE)

    def end_lesson(self) -> None:
        """Look into the network of before the lesson again, with its changes."""
        if self._before_lesson is None:
            return
        (chosen, self._kept), self._before_lesson = self._before_lesson, None
        if IN_USE in self._kept and self._kept[IN_USE][0].network is not self._session.in_use.network:
            self._kept[IN_USE] = self._origin_in_use(), EditList()  # another one is in use now
        self._look_into(chosen, *self._kept[chosen])

    # Pages

    def show_moments(self, moments: Sequence[tuple[str, Network]]) -> None:
        """Show a run on the map: its networks, each with its name, first to last."""
        self._window.tabs.setCurrentWidget(self._tab)
        self.maps.set_moments([(name, EditedNetwork(network)) for name, network in moments])
        self._tab.show_page(MAP_PAGE)

    @property
    def _shows_moments(self) -> bool:
        """Whether the networks of a run are shown, on the map, and not the network of the Lab."""
        return bool(self.maps.moment_name) and self._tab.page == MAP_PAGE

    def _turn(self) -> None:
        """Another page is in front, or another network: name it, and show it."""
        self._offer()
        self._show_changes()
        if self._lab.before is not None:
            self.edits.show_accuracy()
        self._refresh()

    def _follow(self) -> None:
        """Show a new reading soon, if the tab is in front: a hidden one takes no time from the pen."""
        if self._tab.isVisible():
            self._soon.start()

    def _refresh(self) -> None:
        if self._tab.isVisible():
            self.neurons.refresh()
            self._refresh_beside()

    def _refresh_in_steps(self) -> None:
        if self._tab.isVisible():
            self.neurons.refresh_in_steps(beside_pen=self._drawing.is_in_progress)
            self._refresh_beside()

    def _refresh_beside(self) -> None:
        """Show the newest drawing, and what the page in front makes of it."""
        self._pad.show_frames_on(self._tab.pad)
        if self._tab.page == MATH_PAGE and self._drawing.is_in_progress:
            self._rested.start()
        elif self._tab.page == MATH_PAGE:
            self.mathematics.refresh()
        elif self._tab.page == MAP_PAGE:
            self.maps.refresh()

    def _refresh_mathematics(self) -> None:
        if self._tab.isVisible() and self._tab.page == MATH_PAGE:
            self.mathematics.refresh()

    def _show_changes(self) -> None:
        if self._shows_moments:
            self._tab.show_other(self.maps.moment_name)
            return
        edits, config = self._lab.edits, self._lab.origin.network.config
        words = [edit.words(config) for edit in edits.done]
        self._tab.set_changes(words, can_undo=bool(edits.done), can_redo=bool(edits.undone))

    def _next_sample(self) -> None:
        self._window.sample_requested.emit(1)
