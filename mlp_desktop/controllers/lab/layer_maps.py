"""The page Map: the samples as every layer of the Lab's network sees them, and the drawing among them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWorkOwner, Wanted
from mlp_desktop.controllers.lab.lab_data import LOADING, LabData
from mlp_desktop.controllers.lab.map_samples import MapDamage, MapSamples
from mlp_desktop.controllers.lab.map_selection import MapSelection
from mlp_desktop.controllers.lab.map_words import layer_words, summary
from mlp_desktop.controllers.lab.moment_column import tell_moment
from mlp_desktop.controllers.lab.shown_maps import TSNE, ShownMaps
from mlp_desktop.controllers.lab.tsne_search import TsneSearch
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.lab.map_workers import MomentMaps, PcaWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.projection.layer_map import LayerMap
from mlp_engine.projection.layers import map_layer_names, sample_activations

RING = "A ring marks those that are misread."


class LayerMaps(LatestWorkOwner):
    """Fills the Map page while it is in front; emits ``ended``.

    It maps the networks of :attr:`moments`: the Lab's alone, or those of a run at several moments.
    """

    moments_changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        lab: LabNetwork,
        reading: Reading,
        drawing: Drawing,
        samples: LabData,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tab = window.lab_tab
        self._page = page = window.lab_tab.map
        self._lab = lab
        self._reading = reading
        self._moments: Sequence[tuple[str, EditedNetwork]] = ()
        self._data: Dataset | None = None
        self._wanted: tuple[tuple[EditedNetwork, ...], MapDamage | None] = (), None
        self._shown = self._wanted
        self._maps = ShownMaps()
        self._search = TsneSearch(page, self._maps, self._work, self)
        self._search.placed.connect(self.show_drawing)
        self._work.ended.connect(self._settle)
        self._samples = MapSamples(page.choices, samples)
        samples.ended.connect(self._settle)
        samples.told.connect(self._show_message)
        samples.chosen.connect(self._choose_samples)
        page.choices.count_changed.connect(self._choose_samples)
        page.choices.damage_changed.connect(self.refresh)
        page.choices.method_chosen.connect(self._choose_method)
        page.choices.side_by_side.connect(self.refresh)
        page.layer_chosen.connect(self._choose_layer)
        page.moment_chosen.connect(self._choose_moment)
        page.close_requested.connect(self._close_moments)
        page.stop_requested.connect(self._stop_search)
        self._selection = MapSelection(page, drawing, self)

    @property
    def moment_name(self) -> str:
        """The moment of a run that is mapped; empty for the Lab's own network."""
        return self._moments[self._maps.moment][0] if self._moments else ""

    @property
    def moment_maps(self) -> tuple[MomentMaps, ...]:
        """The maps of every moment, as far as they are there."""
        return self._maps.moments

    @property
    def _networks(self) -> tuple[EditedNetwork, ...]:
        """Those whose maps are shown."""
        return self._shown[0]

    def set_moments(self, moments: Sequence[tuple[str, EditedNetwork]]) -> None:
        """Map these networks of one architecture, each with its name; none for the Lab's own."""
        self._search.drop()
        self._moments = moments
        self._maps.moment = 0
        self._page.set_moments([name for name, _ in moments], 0)
        if self._page.isVisible():
            self.refresh()
        self.moments_changed.emit()

    def _close_moments(self) -> None:
        self.set_moments(())

    def refresh(self) -> None:
        """Show the newest network and drawing, as far as they are mapped, and map what is not."""
        data = self._samples.find()
        if data is not None:
            self._take(data)
            self._find_maps(data)
        self.show_drawing()

    def show_drawing(self) -> None:
        """Show where the drawing on the pad lies in each layer that is shown."""
        digit, maps = self._reading.digit, self._maps
        network = self._networks[maps.moment] if maps.moments else None
        values = p = None
        if digit is not None and network is not None and digit.image.size == network.base.config.inputs:
            values = sample_activations(network, digit.image.ravel())
            p = network.outputs(digit.image.ravel())[-1].activations
        for panel, layer in zip(self._page.panels, maps.layers, strict=True):
            shown = self.shown(layer)
            if values is None or shown is None:
                panel.plot.set_drawing(None)
            else:
                panel.plot.set_drawing(shown.place(values[layer]), str(int(values[-1].argmax())))
        if self._moments and self._page.isVisible():
            answers = (maps.moments[0].answers, maps.now.answers) if maps.moments else None
            damage = "" if self._shown[1] is None else self._shown[1].words()
            tell_moment(
                self._tab, self.moment_name, p, None if self._data is None else self._data.labels, answers, damage
            )

    def shown(self, layer: int) -> LayerMap | None:
        """The map that is shown of a layer; ``None`` while there is none."""
        return self._maps.shown(layer)

    # Samples

    def _take(self, data: Dataset) -> None:
        """Map these samples from now on."""
        if data is self._data:
            return
        self._data = data
        self._wanted = (), None
        self._maps.clear()
        self._selection.clear()

    def _choose_samples(self) -> None:
        self._work.drop()
        self._search.is_stopped = False
        self._data, self._maps.moments = None, ()
        self._clear(LOADING)
        if self._page.isVisible():
            self.refresh()

    # Maps

    def _find_maps(self, data: Dataset) -> None:
        """Map what has changed, and begin t-SNE where it is wanted and not there yet."""
        networks = tuple(edited for _, edited in self._moments) or (self._lab.edited,)
        damage = self._samples.damage()
        if self._wanted != (networks, damage):
            self._wanted = networks, damage
            shapes = [network.base.config.layers for network in networks]
            if [network.base.config.layers for network in self._networks] != shapes:
                self._maps.clear()
                self._clear("Arranging the digits…")
                self._maps.layers = [0, len(shapes[0]) - 1]
            self._search.is_stopped = False
            self._search.give_way()
            make = partial(PcaWorker, networks, data, self._maps.moments or None, damage)
            self._work.begin(Wanted(make, self._keep_maps, self._fail, self._show_mapping))
        elif self._maps.moments and self._maps.method == TSNE:
            self._search.begin(self._show_maps, self._fail)

    def _show_mapping(self, share: float) -> None:
        """One more moment is mapped; a single network takes no words."""
        self._page.show_progress(share)
        self._show_message(f"Mapping moment {round(share * len(self._wanted[0]))} of {len(self._wanted[0])}…")

    def _keep_maps(self, maps: tuple[MomentMaps, ...]) -> None:
        assert self._data is not None, "it was mapped"
        first = not self._maps.moments
        self._shown = self._wanted
        self._maps.keep(maps)
        moment = self._maps.now
        self._selection.read(moment)
        answers = moment.answers
        for panel in self._page.panels:
            if first:
                panel.plot.set_samples(self._data.labels, answers)
            else:
                panel.plot.set_answers(answers)
        self._show_maps()

    def _fail(self, sentence: str) -> None:
        self._maps.moments = ()
        self._selection.clear()
        self._clear("")
        self._show_message(sentence, is_error=True)

    def _stop_search(self) -> None:
        self._search.is_stopped = True
        if self._search.is_running:
            self._search.drop()
            self._show_state()
        else:
            self._close_moments()

    def _settle(self) -> None:
        """A worker has ended: go on with what is not there yet."""
        self._page.show_progress(None)
        if self._page.isVisible():
            self.refresh()
        if self._maps.moments and not self._work.is_running:
            self._show_state()

    # Display

    def _show_maps(self, _result: object = None) -> None:
        """Show the layers that are chosen, as far as they are there."""
        if not self._maps.moments:
            return
        layers, undamaged = self._maps.now.layers, self._maps.now.undamaged
        for number, panel in enumerate(self._page.panels):
            layer = self._maps.layers[number]
            shown = self.shown(layer)
            panel.show_layer(layer, self._names(), layer_words(shown or layers[layer]))
            panel.plot.set_message("This layer is not done yet.")
            # Damaged samples move on the map of the undamaged ones, which keeps its size.
            kept = undamaged[layer].points if self._maps.method != TSNE else None
            panel.plot.set_points(None if shown is None else shown.points, kept)
        self._page.summary.setText(summary(layers))
        if not self._work.is_running or self._maps.method != TSNE:
            self._show_state()
        self.show_drawing()

    def _show_state(self) -> None:
        """Say what is shown, or that t-SNE was stopped."""
        if self._search.is_stopped and self._maps.method == TSNE:
            self._show_message("Stopped. Choose t-SNE again to go on.")
            return
        count = len(self._data) if self._data is not None else 0
        words, damage = f"{count:,} of {counted(self._samples.total, 'sample')}", self._shown[1]
        if damage is not None:
            words += f", {damage.words()}"
        self._show_message(f"{words}. {RING}")

    def _names(self) -> tuple[str, ...]:
        return map_layer_names(self._networks[self._maps.moment].base.config)

    def _clear(self, message: str) -> None:
        for panel in self._page.panels:
            panel.plot.set_message(message)
            panel.plot.set_points(None)
            panel.plot.set_drawing(None)

    def _show_message(self, words: str, is_error: bool = False) -> None:
        self._page.status.show_message(words, is_error=is_error)

    # What the user did

    def _choose_layer(self, panel: int, layer: int) -> None:
        self._maps.layers[panel] = layer
        self._show_maps()

    def _choose_moment(self, moment: int) -> None:
        self._search.drop()
        self._maps.moment = moment
        self._page.set_moments([name for name, _ in self._moments], moment)
        if self._maps.moments and self._data is not None:
            self._selection.read(self._maps.now)
            for panel in self._page.panels:
                panel.plot.set_answers(self._maps.now.answers)
        self._show_maps()
        self.refresh()

    def _choose_method(self, method: int) -> None:
        self._maps.method = method
        self._search.is_stopped = False
        if method != TSNE:
            self._page.show_progress(None)
            self._search.drop()
        self._show_maps()
        self.refresh()
