"""The search for maps by t-SNE, layer after layer, those first that are looked at."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.lab.map_words import layer_words
from mlp_desktop.controllers.lab.shown_maps import ShownMaps
from mlp_desktop.views.lab.map_page import MapPage
from mlp_desktop.workers.lab.map_workers import TsneProgress, TsneWorker


class TsneSearch(QObject):
    """Searches with the worker of the page, which finds maps by PCA, too; ``placed`` when a layer is done.

    Attributes:
        is_stopped: whether a person has stopped it, until they choose t-SNE or other samples again.
    """

    placed = Signal()

    def __init__(self, page: MapPage, maps: ShownMaps, work: LatestWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._maps = maps
        self._work = work
        self._runs = False
        self.is_stopped = False

    @property
    def is_running(self) -> bool:
        """Whether t-SNE places samples, and not PCA the samples of a network that is not mapped yet."""
        return self._runs and self._work.is_running

    def begin(self, ended: Callable[..., None], failed: Callable[[str], None]) -> None:
        """Place what is not placed yet, if the worker is free and nobody has stopped the search."""
        if self.is_stopped or self._work.is_running:
            return
        layers = self._maps.now.layers
        known = [self._maps.tsne.get(layer) for layer in layers]
        looked_at = self._maps.layers[: 2 if self._page.choices.both.isChecked() else 1]
        order = [*dict.fromkeys([*looked_at, *range(len(layers))])]
        order = [layer for layer in order if known[layer] is None]
        if order:
            self._runs = True
            self._work.begin(Wanted(lambda: TsneWorker(layers, known, order), ended, failed, self._show))

    def give_way(self) -> None:
        """Other work follows: what runs from now on is no search."""
        self._runs = False

    def drop(self) -> None:
        """Give up t-SNE, whose reports are of one moment alone; never PCA, which would not begin again."""
        if self.is_running:
            self._work.drop()

    def _show(self, progress: TsneProgress) -> None:
        layer = self._maps.now.layers[progress.layer]
        if progress.done is not None:
            self._maps.tsne[layer] = progress.done
        self._page.show_progress(progress.share)
        self._page.status.show_message(f"t-SNE of {layer.name}: neighbours draw together…")
        names = tuple(each.name for each in self._maps.now.layers)
        for number, panel in enumerate(self._page.panels):
            if self._maps.layers[number] == progress.layer:
                panel.plot.set_points(progress.points, moving=False)
                words = layer_words(progress.done or layer, under_way=progress.done is None)
                panel.show_layer(progress.layer, names, words)
        if progress.done is not None:
            self.placed.emit()
