"""What all workers are: one piece of work in a thread of its own, with exactly one outcome."""

from PySide6.QtCore import QThread, Signal

from mlp_engine.errors import MlpError


class Stopped(Exception):  # noqa: N818 (not an error, but what the user asked for)
    """Somebody asked for the work to end before it was done."""


class Worker(QThread):
    """One piece of work. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes.

    What a kind of work is, is said by its :meth:`work`, and what is told where that fails by two sentences:

    Attributes:
        fault: how the sentence begins that tells of a fault of this program.
        out_of_memory: the sentence that tells of too little memory.
    """

    progressed = Signal(object)  # how far it has come, if the work tells
    succeeded = Signal(object)  # what work() returned
    stopped = Signal()
    failed = Signal(str)

    fault = "Working ended by a fault of this program"
    out_of_memory = "What is worked on must fit into memory. Got more than there is."

    def stop(self) -> None:
        """Ask it to end; it does so soon, if its kind can be cut short."""
        self.requestInterruption()

    def run(self) -> None:
        """Do the work and tell the outcome; called by the thread."""
        try:
            result = self.work()
        except Stopped:
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit(self.out_of_memory)
        except Exception as error:  # a thread that dies without a word would leave the window waiting for ever
            self.failed.emit(f"{self.fault} ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(result)

    def work(self) -> object:
        """Do it, in the worker's thread.

        Returns:
            what ``succeeded`` tells.

        Raises:
            Stopped: soon after it was asked to end.
            MlpError: what it fails by, in a sentence for the user.
        """
        raise NotImplementedError
