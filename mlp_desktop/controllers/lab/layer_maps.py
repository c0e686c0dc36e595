"""The page Map: the samples as every layer of the Lab's network sees them, and the drawing among them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.lab.lab_data import LOADING, LabData
from mlp_desktop.controllers.lab.map_samples import MapDamage, MapSamples
from mlp_desktop.controllers.lab.map_selection import MapSelection
from mlp_desktop.controllers.lab.map_words import layer_words, summary
from mlp_desktop.controllers.lab.moment_column import tell_moment
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.lab.map_workers import MomentMaps, PcaWorker, TsneProgress, TsneWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.projection.layer_map import LayerMap
from mlp_engine.projection.layers import map_layer_names, sample_activations

TSNE = 1
RING = "A ring marks those that are misread."


class LayerMaps(QObject):
    """Fills the Map page while it is in front; emits ``ended``.

    It maps the networks of :attr:`moments`: the Lab's alone, or those of a run at several moments.
    """

    ended = Signal()
    moments_changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        lab: LabNetwork,
        reading: Reading,
        drawing: Drawing,
        samples: LabData,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tab = window.lab_tab
        self._page = page = window.lab_tab.map
        self._lab = lab
        self._reading = reading
        self._moments: Sequence[tuple[str, EditedNetwork]] = ()
        self._moment = 0
        self._layers = [0, 0]
        self._method = 0
        self._data: Dataset | None = None
        self._wanted: tuple[tuple[EditedNetwork, ...], MapDamage | None] = (), None
        self._shown = self._wanted
        self._maps: tuple[MomentMaps, ...] = ()
        self._tsne: dict[LayerMap, LayerMap] = {}
        self._is_stopped = False
        self._work = LatestWork(self)
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
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Stop all work for good; ``ended`` follows."""
        self._work.close()

    @property
    def moment_name(self) -> str:
        """The moment of a run that is mapped; empty for the Lab's own network."""
        return self._moments[self._moment][0] if self._moments else ""

    @property
    def moment_maps(self) -> tuple[MomentMaps, ...]:
        """The maps of every moment, as far as they are there."""
        return self._maps

    @property
    def _networks(self) -> tuple[EditedNetwork, ...]:
        """Those whose maps are shown."""
        return self._shown[0]

    def set_moments(self, moments: Sequence[tuple[str, EditedNetwork]]) -> None:
        """Map these networks of one architecture, each with its name; none for the Lab's own."""
        self._drop_search()
        self._moments = moments
        self._moment = 0
        self._page.set_moments([name for name, _ in moments], self._moment)
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
        digit = self._reading.digit
        values = None
        if digit is not None and self._maps and digit.image.size == self._networks[self._moment].base.config.inputs:
            values = sample_activations(self._networks[self._moment], digit.image.ravel())
        for number, panel in enumerate(self._page.panels):
            shown = self.shown(self._layers[number])
            if values is None or shown is None:
                panel.plot.set_drawing(None)
            else:
                answer = str(int(values[-1].argmax()))
                panel.plot.set_drawing(shown.place(values[self._layers[number]]), answer)
        if self._moments and self._page.isVisible():
            p = None
            if digit is not None and values is not None:
                p = self._networks[self._moment].outputs(digit.image.ravel())[-1].activations
            answers = (self._maps[0].answers, self._maps[self._moment].answers) if self._maps else None
            tell_moment(self._tab, self.moment_name, p, None if self._data is None else self._data.labels, answers)

    def shown(self, layer: int) -> LayerMap | None:
        """The map that is shown of a layer; ``None`` while there is none."""
        if not self._maps:
            return None
        flat = self._maps[self._moment].layers[layer]
        return self._tsne.get(flat) if self._method == TSNE else flat

    # Samples

    def _take(self, data: Dataset) -> None:
        """Map these samples from now on."""
        if data is self._data:
            return
        self._data = data
        self._wanted, self._maps, self._tsne = ((), None), (), {}
        self._selection.clear()

    def _choose_samples(self) -> None:
        self._work.drop()
        self._is_stopped = False
        self._data, self._maps = None, ()
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
                self._maps, self._tsne = (), {}
                self._clear("Looking for places…")
                self._layers = [0, len(shapes[0]) - 1]
            self._is_stopped = False
            make = partial(PcaWorker, networks, data, self._maps or None, damage)
            self._work.begin(Wanted(make, self._keep_maps, self._fail, self._show_mapping))
        elif self._maps and self._method == TSNE and not self._work.is_running and not self._is_stopped:
            self._begin_tsne()

    def _show_mapping(self, share: float) -> None:
        """One more moment is mapped; a single network takes no words."""
        self._page.show_progress(share)
        self._show_message(f"Mapping moment {round(share * len(self._wanted[0]))} of {len(self._wanted[0])}…")

    def _keep_maps(self, maps: tuple[MomentMaps, ...]) -> None:
        assert self._data is not None, "it was mapped"
        first = not self._maps
        self._maps, self._shown = maps, self._wanted
        flat = {layer for moment in maps for layer in moment.layers}
        self._tsne = {layer: found for layer, found in self._tsne.items() if layer in flat}
        moment = maps[self._moment]
        self._selection.read(moment)
        answers = moment.answers
        for panel in self._page.panels:
            if first:
                panel.plot.set_samples(self._data.labels, answers)
            else:
                panel.plot.set_answers(answers)
        self._show_maps()

    def _fail(self, sentence: str) -> None:
        self._maps = ()
        self._selection.clear()
        self._clear("")
        self._show_message(sentence, is_error=True)

    def _begin_tsne(self) -> None:
        layers = self._maps[self._moment].layers
        known = [self._tsne.get(layer) for layer in layers]
        looked_at = self._layers[: 2 if self._page.choices.both.isChecked() else 1]
        order = [*dict.fromkeys([*looked_at, *range(len(layers))])]
        order = [layer for layer in order if known[layer] is None]
        if order:
            self._work.begin(
                Wanted(lambda: TsneWorker(layers, known, order), self._show_maps, self._fail, self._show_search)
            )

    def _show_search(self, progress: TsneProgress) -> None:
        layer = self._maps[self._moment].layers[progress.layer]
        if progress.done is not None:
            self._tsne[layer] = progress.done
        self._page.show_progress(progress.share)
        self._show_message(f"t-SNE of {layer.name}: neighbours draw together…")
        for number, panel in enumerate(self._page.panels):
            if self._layers[number] == progress.layer:
                panel.plot.set_points(progress.points, moving=False)
                panel.show_layer(
                    progress.layer, self._names(), layer_words(progress.done or layer, under_way=progress.done is None)
                )
        if progress.done is not None:
            self.show_drawing()

    @property
    def _is_searching(self) -> bool:
        """Whether t-SNE places samples, and not PCA the samples of a network that is not mapped yet."""
        return self._work.is_running and bool(self._maps) and self._shown is self._wanted

    def _drop_search(self) -> None:
        """Give up t-SNE, whose reports are of one moment alone; never PCA, which would not begin again."""
        if self._is_searching:
            self._work.drop()

    def _stop_search(self) -> None:
        self._is_stopped = True
        if self._is_searching:
            self._work.drop()
            self._show_state()
        else:
            self._close_moments()

    def _settle(self) -> None:
        """A worker has ended: go on with what is not there yet."""
        self._page.show_progress(None)
        self.ended.emit()
        if self._page.isVisible():
            self.refresh()
        if self._maps and not self._work.is_running:
            self._show_state()

    # Display

    def _show_maps(self, _result: object = None) -> None:
        """Show the layers that are chosen, as far as they are there."""
        if not self._maps:
            return
        layers, undamaged = self._maps[self._moment].layers, self._maps[self._moment].undamaged
        for number, panel in enumerate(self._page.panels):
            layer = self._layers[number]
            shown = self.shown(layer)
            panel.show_layer(layer, self._names(), layer_words(shown or layers[layer]))
            panel.plot.set_message("This layer is not done yet.")
            # Damaged samples move on the map of the undamaged ones, which keeps its size.
            kept = undamaged[layer].points if self._method != TSNE else None
            panel.plot.set_points(None if shown is None else shown.points, kept)
        self._page.summary.setText(summary(layers))
        if not self._work.is_running or self._method != TSNE:
            self._show_state()
        self.show_drawing()

    def _show_state(self) -> None:
        """Say what is shown, or that t-SNE was stopped."""
        if self._is_stopped and self._method == TSNE:
            self._show_message("Stopped. Choose t-SNE again to go on.")
            return
        count = len(self._data) if self._data is not None else 0
        words, damage = f"{count:,} of {counted(self._samples.total, 'sample')}", self._shown[1]
        if damage is not None:
            words += f", {damage.words()}"
        self._show_message(f"{words}. {RING}")

    def _names(self) -> tuple[str, ...]:
        return map_layer_names(self._networks[self._moment].base.config)

    def _clear(self, message: str) -> None:
        for panel in self._page.panels:
            panel.plot.set_message(message)
            panel.plot.set_points(None)
            panel.plot.set_drawing(None)

    def _show_message(self, words: str, is_error: bool = False) -> None:
        self._page.status.show_message(words, is_error=is_error)

    # What the user did

    def _choose_layer(self, panel: int, layer: int) -> None:
        self._layers[panel] = layer
        self._show_maps()

    def _choose_moment(self, moment: int) -> None:
        self._drop_search()
        self._moment = moment
        self._page.set_moments([name for name, _ in self._moments], moment)
        if self._maps and self._data is not None:
            self._selection.read(self._maps[moment])
            for panel in self._page.panels:
                panel.plot.set_answers(self._maps[moment].answers)
        self._show_maps()
        self.refresh()

    def _choose_method(self, method: int) -> None:
        self._method = method
        self._is_stopped = False
        if method != TSNE:
            self._page.show_progress(None)
            self._drop_search()
        self._show_maps()
        self.refresh()
