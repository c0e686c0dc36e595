"""A thread that writes drawings to the store, so that the pen never waits for a disk."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.errors import MlpError
from mlp_engine.my_digits import DrawingStore, LabelledDrawing
from mlp_engine.perceptron.network import Network

_REMEMBERED = 64
"""How many tickets are remembered; the label of an older drawing cannot be corrected by its ticket any more."""


class DigitKeeper(QThread):
    """Runs while drawings are waiting, and writes each in a transaction of its own.

    Each drawing comes with a ticket. A repeated ticket corrects the earlier drawing's label. For each drawing exactly
    one of ``kept`` and ``failed`` is emitted.
    """

    kept = Signal(int, int)  # the label, and the number of drawings in the store now
    failed = Signal(str)  # a sentence for the user
    ended = Signal()
    """No drawing is waiting any more."""

    def __init__(self, open_store: Callable[[], DrawingStore], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._waiting: deque[tuple[int, LabelledDrawing, Network]] = deque()
        self._fingerprint: tuple[Network, str] | None = None
        self._ids: OrderedDict[int, int] = OrderedDict()  # the store's id of a drawing, by its ticket
        self._is_running = False
        self.finished.connect(self._go_on_or_end)

    @property
    def is_running(self) -> bool:
        """Whether drawings are waiting, or ``ended`` has not been emitted yet."""
        return self._is_running

    def keep(self, ticket: int, drawing: LabelledDrawing, network: Network) -> None:
        """Write a drawing soon, with the fingerprint of the network that read it."""
        self._waiting.append((ticket, drawing, network))
        if not self._is_running:
            self._is_running = True
            self.start()

    def run(self) -> None:
        """Write the waiting drawings; called in the thread."""
        try:
            store = self._open_store()
            with store.kept_open():
                while self._waiting:
                    self._keep(store, *self._waiting[0])
                    self._waiting.popleft()
        except MlpError as error:
            self._fail(str(error))
        except Exception as error:  # as in Worker.run
            self._fail(
                f"The drawing was not kept because of an error in this program ({type(error).__name__}: {error})."
            )

    def _keep(self, store: DrawingStore, ticket: int, drawing: LabelledDrawing, network: Network) -> None:
        drawing_id = self._ids.get(ticket)
        if drawing_id is None:
            self._ids[ticket] = store.add(replace(drawing, network=self._fingerprint_of(network)))
            if len(self._ids) > _REMEMBERED:
                self._ids.popitem(last=False)
        else:
            store.relabel({drawing_id: drawing.label})
        self.kept.emit(drawing.label, int(store.counts().sum()))

    def _fingerprint_of(self, network: Network) -> str:
        """Computed once for each network, because it takes milliseconds."""
        if self._fingerprint is None or self._fingerprint[0] is not network:
            self._fingerprint = (network, network.fingerprint())
        return self._fingerprint[1]

    def _fail(self, sentence: str) -> None:
        """Drop the drawing that failed; the ones after it are tried again."""
        if self._waiting:
            self._waiting.popleft()
        self.failed.emit(sentence)

    def _go_on_or_end(self) -> None:
        if self._waiting:
            self.start()
        else:
            self._is_running = False
            self.ended.emit()
