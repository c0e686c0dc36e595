"""Keeps drawings in the store in a thread of its own, so that no pen waits for a disk."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.errors import MlpError
from mlp_engine.my_digits import Drawing, DrawingStore
from mlp_engine.perceptron.network import Network

_REMEMBERED = 64  # tickets whose drawings may still be told to be something else


class DigitKeeper(QThread):
    """Runs while there is something to keep, one transaction for each drawing.

    Each drawing comes with a ticket. One that comes again under the ticket of another was that one, and its label is
    corrected. For each drawing exactly one of ``kept`` and ``failed`` is emitted.
    """

    kept = Signal(int, int)  # the label, and how many drawings are in the store now
    failed = Signal(str)
    ended = Signal()
    """Nothing is left to be kept."""

    def __init__(self, open_store: Callable[[], DrawingStore], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._waiting: deque[tuple[int, Drawing, Network]] = deque()
        self._known: tuple[Network, str] | None = None
        self._numbers: OrderedDict[int, int] = OrderedDict()
        self._is_running = False
        self.finished.connect(self._go_on_or_end)

    @property
    def is_running(self) -> bool:
        """Whether something is still to be kept, or what became of it is still to be told."""
        return self._is_running

    def keep(self, ticket: int, drawing: Drawing, network: Network) -> None:
        """Have a drawing kept soon, with the identity of the network that read it."""
        self._waiting.append((ticket, drawing, network))
        if not self._is_running:
            self._is_running = True
            self.start()

    def run(self) -> None:
        """Keep what waits; called by the thread."""
        try:
            store = self._open_store()
            with store.kept_open():
                while self._waiting:
                    self._keep(store, *self._waiting[0])
                    self._waiting.popleft()
        except MlpError as error:
            self._fail(str(error))
        except Exception as error:  # see Worker
            self._fail(f"Keeping a drawing ended by a fault of this program ({type(error).__name__}: {error}).")

    def _keep(self, store: DrawingStore, ticket: int, drawing: Drawing, network: Network) -> None:
        number = self._numbers.get(ticket)
        if number is None:
            self._numbers[ticket] = store.add(replace(drawing, network=self._identity(network)))
            if len(self._numbers) > _REMEMBERED:
                self._numbers.popitem(last=False)
        else:
            store.relabel({number: drawing.label})
        self.kept.emit(drawing.label, int(store.counts().sum()))

    def _identity(self, network: Network) -> str:
        """Found out once for each network, for it takes milliseconds."""
        if self._known is None or self._known[0] is not network:
            self._known = (network, network.fingerprint())
        return self._known[1]

    def _fail(self, sentence: str) -> None:
        """Give up the drawing that could not be kept; those behind it are tried again."""
        if self._waiting:
            self._waiting.popleft()
        self.failed.emit(sentence)

    def _go_on_or_end(self) -> None:
        if self._waiting:
            self.start()
        else:
            self._is_running = False
            self.ended.emit()
