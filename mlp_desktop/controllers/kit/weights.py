"""The network in use and its file: open, save, export."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.file_words import FileWords, network_line
from mlp_desktop.controllers.kit.network_export import NetworkExport
from mlp_desktop.controllers.kit.pad_network import FILTER, OPEN_FILTER, asked_activation, for_pad, is_own, load_for_pad
from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.models.window.session import NetworkInUse, Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import WeightsReadError
from mlp_engine.files.paths import shown_name
from mlp_engine.interchange import OpenedNetwork, open_network
from mlp_engine.perceptron.config import ActivationName
from mlp_engine.weights.bundled import bundled_network
from mlp_engine.weights.file import SUFFIX, WeightsFile, save_weights


class WeightsController(QObject):
    """Replaces, saves and exports the network in use; if an action fails, network and file stay as they are.

    Files are read and written by workers, because a disk may be slow and a network large. Neither waits for the other:
    where a disk does not answer from which a file is opened, the network in use can still be saved elsewhere.
    """

    ended = Signal()
    """A file has been read or written; another one may still be."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._settings = settings
        self._reading, self._looking, self._writing = FileAccess(self), FileAccess(self), FileAccess(self)
        for access in (self._reading, self._looking):
            access.ended.connect(self._has_read)
        self._writing.ended.connect(self._has_written)
        self._words = FileWords(window, self)
        self._after_saving: list[Callable[[], None]] = []
        self._exporting = NetworkExport(window, session, settings, self)
        self._exporting.ended.connect(self.ended)
        window.open_requested.connect(self._choose_and_open)
        window.save_requested.connect(self.save)
        window.save_as_requested.connect(self.save_as)
        window.recent_requested.connect(self._open_recent)
        window.bundled_requested.connect(self._open_bundled)
        session.changed.connect(self._show)
        self._show()

    @property
    def is_running(self) -> bool:
        """Whether a file is being read or written."""
        return any(part.is_running for part in (self._reading, self._looking, self._writing, self._exporting))

    def does_after_saving(self, then: Callable[[], None]) -> bool:
        """Whether ``then`` waits for the file that is being saved."""
        return then in self._after_saving

    @property
    def work_words(self) -> str:
        """What goes on with files; empty if nothing does."""
        return self._words.words

    def stop(self) -> None:
        """Read no more; what is being written is finished, which takes a second or two. ``ended`` follows."""
        self._reading.stop()
        self._looking.stop()
        self._exporting.stop()

    # Opening

    def open(self, path: Path) -> bool:
        """Use the network in ``path``; returns whether it is in use already: it may come later, or not at all."""
        before = self._session.in_use
        self.when_replaceable(partial(self._read, path))
        return self._session.in_use is not before

    def when_replaceable(self, then: Callable[[], None]) -> None:
        """Call ``then`` if another network may be used: this one is saved, or the person saves it now or discards it.

        If it is being saved, ``then`` is called when that is done.
        """
        if self._session.in_use.is_saved:
            then()
        elif self._writing.is_busy:
            if then not in self._after_saving:  # as where the window is closed twice: one question is enough
                self._after_saving.append(then)
        else:
            answer = self._window.ask_save_changes()
            if answer == "save":
                self._save(then)
            elif answer == "discard":
                then()

    def unless_new(self, asked: NetworkInUse, use: Callable[[], None]) -> None:
        """Use another network; if a training has brought a new one since ``asked`` was in use, the person is asked."""
        if self._session.in_use is asked:
            use()
        else:
            self.when_replaceable(use)

    def _read(self, path: Path, activation: ActivationName | None = None) -> None:
        asked = self._session.in_use
        says = partial(self._words.opens, f"Opening {shown_name(path)}…")
        if self._reading.is_busy:  # it takes the place of a file that does not come
            says()
        self._reading.do(
            FileWork(
                lambda _: open_network(path, activation),
                lambda opened: self._has_opened(asked, path, opened),
                lambda sentence: self._cannot_open(path, sentence),
                kind="weights",
                waits=says,
            )
        )

    def _has_opened(self, asked: NetworkInUse, path: Path, opened: OpenedNetwork) -> None:
        if opened.assumed is not None:
            if chosen := asked_activation(self._window, path, opened.assumed):
                self._read(path, chosen)
            return
        try:
            file = for_pad(path, opened)
        except WeightsReadError as error:
            self._cannot_open(path, str(error))
            return
        self.unless_new(asked, partial(self._use, path, file))

    def _use(self, path: Path, file: WeightsFile) -> None:
        self._remember(path)
        self._session.use_file(file.network, file.card, file.reject, path)

    def _cannot_open(self, path: Path, sentence: str) -> None:
        self._settings.forget_recent_file(path)
        self._show()
        self._window.show_error(sentence)

    def read(self, path: Path, done: Callable[[WeightsFile], None]) -> None:
        """Read a network for the pad that is not put to use, and call ``done`` with it; if it fails, show why."""
        waits = partial(self._words.opens, f"Opening {shown_name(path)}…")
        self._looking.do(
            FileWork(lambda _: load_for_pad(path), done, self._window.show_error, kind="other", waits=waits)
        )

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open weights", str(self._settings.folder), OPEN_FILTER)
        if chosen:
            self.open(Path(chosen))

    def _open_recent(self, path: str) -> None:
        self.open(Path(path))

    def _open_bundled(self) -> None:
        self.when_replaceable(self._read_bundled)

    def _read_bundled(self) -> None:
        asked = self._session.in_use
        self._reading.do(
            FileWork(
                lambda _: bundled_network(),
                lambda found: self.unless_new(asked, lambda: self._session.use_bundled(*found)),
                self._window.show_error,
                kind="weights",
                waits=lambda: self._words.opens("Opening the bundled network…"),
            )
        )

    # Saving

    def save(self) -> None:
        """Save to the file in use, or ask for a file if there is none."""
        self._save(None)

    def save_as(self) -> None:
        """Ask for a file and save to it."""
        self._save_as(None)

    def _save(self, then: Callable[[], None] | None) -> None:
        path = self._session.in_use.path
        if path is None:
            self._save_as(then)
        else:
            self._write(path, then, is_replaced=False)

    def _save_as(self, then: Callable[[], None] | None, meanwhile: Sequence[Callable[[], None]] = ()) -> None:
        """Ask for a file; what was asked for ``meanwhile`` follows, or the question about it if none is chosen."""
        proposed = (self._session.in_use.path or self._settings.folder / "digits").with_suffix(SUFFIX)
        other = proposed.with_stem(f"{proposed.stem}-digits")

        def ask(place: Path) -> None:
            path = choose_place(self._window, "Save weights", place, FILTER, SUFFIX)
            if path is not None:
                self._write(path, then, meanwhile)
            else:
                for each in meanwhile:
                    self.when_replaceable(each)

        def waits() -> None:
            self._reading.drop("place")
            ask(other)  # a disk that does not answer keeps nobody from saving elsewhere

        if self._reading.is_busy:
            waits()
            return
        self._reading.do(
            FileWork(
                lambda _: proposed if is_own(proposed) else other, ask, lambda _: ask(other), kind="place", waits=waits
            )
        )

    def _write(
        self,
        path: Path,
        then: Callable[[], None] | None,
        meanwhile: Sequence[Callable[[], None]] = (),
        *,
        is_replaced: bool = True,
    ) -> None:
        """Save the network in use, and call ``then`` when that is done.

        A file that another program made is written over only if ``is_replaced``, for that program cannot read what is
        saved; otherwise the person is asked for a place.
        """
        if self._is_still_saving():
            return
        saved = self._session.in_use

        def save() -> bool:
            if not is_replaced and not is_own(path):
                return False
            save_weights(path, saved.network, saved.card, saved.reject)
            return True

        def done(is_saved: bool) -> None:
            if is_saved:
                self._was_written(saved, path)
            else:
                after, self._after_saving = self._after_saving, []
                self._save_as(then, [each for each in after if each is not then])

        self._after_saving = [*([] if then is None else [then]), *meanwhile]
        waits = partial(self._words.saves, f"Saving {shown_name(path)}…")
        self._writing.do(FileWork(lambda _: save(), done, self._not_written, waits=waits))

    def write(self, path: Path, content: WeightsFile, done: Callable[[], None]) -> None:
        """Write a network that is not the one in use, and call ``done``; if it fails, show why."""
        if self._is_still_saving():
            return

        def written(_: object) -> None:
            done()
            self._go_on_after_saving()

        def failed(sentence: str) -> None:
            self._window.show_error(sentence)
            self._go_on_after_saving()  # what was asked for meanwhile is about the network in use, not about this one

        waits = partial(self._words.saves, f"Saving {shown_name(path)}…")
        self._writing.do(FileWork(lambda _: save_weights(path, *content), written, failed, waits=waits))

    def _is_still_saving(self) -> bool:
        """Whether the file before is still being written; the person is told to try again later."""
        if self._writing.is_busy:
            self._window.show_error("The previous network is still being saved. Try again in a moment.")
        return self._writing.is_busy

    def _was_written(self, saved: NetworkInUse, path: Path) -> None:
        self._remember(path)
        if self._session.in_use.network is saved.network:
            self._session.was_saved(path)
        self._show()
        self._go_on_after_saving()

    def _go_on_after_saving(self) -> None:
        """Do what was asked for while a file was being written."""
        after, self._after_saving = self._after_saving, []
        for then in after:
            self.when_replaceable(then)

    def _not_written(self, sentence: str) -> None:
        self._after_saving.clear()
        self._window.show_error(sentence)

    # What is shown

    def _has_read(self) -> None:
        if self._words.words and not self._reading.is_busy and not self._looking.is_busy:
            self._words.opens("")
        self.ended.emit()

    def _has_written(self) -> None:
        if self._words.words:
            self._words.saves("")
        self.ended.emit()

    def _remember(self, path: Path) -> None:
        self._settings.folder = path.parent
        self._settings.add_recent_file(path)

    def _show(self) -> None:
        in_use = self._session.in_use
        self._window.set_document(in_use.name, modified=not in_use.is_saved)
        self._window.set_network_line(network_line(in_use.name, in_use.card))
        self._window.set_recent(self._settings.recent_files)
