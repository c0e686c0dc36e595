"""A worker that can be left to itself, as where it reads from a disk that does not answer."""

from threading import Event, Thread

from mlp_desktop.workers.kit.worker import Stopped, Worker


class LeavableWorker(Worker):
    """Does its work in a second thread, which the program does not wait for at its end.

    Nothing can end a thread that waits for a dead network share, and no ``QThread`` may be given up while it runs: so
    the ``QThread`` waits for the second thread, or until it is told to leave it. What is left changes nothing any more:
    only work that reads may be left.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_over = Event()

    def leave(self) -> None:
        """Wait no longer: the work counts as stopped now."""
        self._is_over.set()

    def work(self) -> object:
        """Do the work in the second thread, and wait for its outcome; called in the worker's thread."""
        results: list[object] = []
        errors: list[BaseException] = []

        def do() -> None:
            try:
                results.append(self.work_apart())
            except BaseException as error:
                errors.append(error)
            self._is_over.set()

        Thread(target=do, daemon=True).start()
        self._is_over.wait()
        if errors:
            raise errors[0]
        if not results:
            raise Stopped
        return results[0]

    def work_apart(self) -> object:
        """Do the work in the second thread; returns and raises what :meth:`Worker.work` does.

        After :meth:`leave` the worker may be deleted: whatever of Qt is called then raises ``RuntimeError``, which
        ends the work.
        """
        raise NotImplementedError
