"""The network of a kept run, read in a thread and then used."""

from collections.abc import Callable
from typing import NamedTuple

from mlp_desktop.controllers.kit.pad_network import load_for_pad
from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.models.window.session import NetworkInUse, Session
from mlp_engine.runs import RunStore, StoredRun
from mlp_engine.weights.file import WeightsFile


class KeptNetwork(NamedTuple):
    """A run, and its best weights; ``None`` if they no longer exist."""

    run: StoredRun
    file: WeightsFile | None


class KeptNetworkUse:
    """Uses the networks of runs, after the question about the unsaved network in use."""

    def __init__(
        self,
        session: Session,
        weights: WeightsController,
        access: StoreAccess,
        say: Callable[[str], None],
        fail: Callable[[str], None],
    ) -> None:
        """Read them through ``access``; ``say`` is told what becomes of it, and ``fail`` what went wrong."""
        self._session = session
        self._weights = weights
        self._access = access
        self._say = say
        self._fail = fail

    def use(self, run: int, gone: str) -> None:
        """Use the best weights of this run; ``gone`` is said if there are none any more."""
        self._weights.when_replaceable(lambda: self._read(run, gone))

    def _read(self, run: int, gone: str) -> None:
        asked = self._session.in_use
        self._access.do(
            StoreWork(
                lambda store, _: _network_of(store, run),
                lambda found: self._has_read(asked, found, gone),
                self._has_failed,
                kind="network",
                waits=lambda: self._say("Reading the network…"),
            )
        )

    def _has_read(self, asked: NetworkInUse, found: KeptNetwork, gone: str) -> None:
        if found.file is None:
            self._say(gone)
        else:
            self._say("")  # it is read; the person may keep the network in use
            self._weights.unless_new(asked, lambda: self._use(found))

    def _has_failed(self, sentence: str) -> None:
        self._say("")
        self._fail(sentence)

    def _use(self, found: KeptNetwork) -> None:
        assert found.file is not None, "it was read"
        title = found.run.summary.title
        self._session.use_kept(found.file.network, found.file.card, found.file.reject, title, found.run.history)
        self._say(f"“{title}” now reads your drawings.")


def _network_of(store: RunStore, number: int) -> KeptNetwork:
    run = store.run(number)
    return KeptNetwork(run, None if run.best_weights is None else load_for_pad(run.best_weights))
