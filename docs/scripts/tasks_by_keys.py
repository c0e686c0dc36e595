"""Does the main tasks in the real window with keys alone, and prints what it announces and what Orca says to it.

    /usr/bin/python3 docs/scripts/tasks_by_keys.py [--listen] [--pictures FOLDER] [--program COMMAND]

opens the window on a virtual display with a message bus of its own, and sends keys as a keyboard does. The tasks:
draw a 3 and have it read, open a picture, train three epochs and save the network, correct a digit and export the own
digits. Each ends with a file that is looked at; where the focus is, whether the Tab key leads where it should, and what
the window announces, AT-SPI tells. Needs ``xvfb-run``, ``dbus-run-session``, ``openbox``, ``xdotool``, ``at-spi2-core``
and Debian's ``python3-pyatspi``, with ``--listen`` ``orca`` and ``speech-dispatcher``, and with ``--pictures``
``imagemagick``. It ends with 0, with 1 if a task fails, and with 77 where it cannot run.
"""

import argparse
import importlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CANNOT = 77
SECONDS = 120
SAMPLE = "samples/digit-7.png"
THREE, SEVEN = "795321", "792"
"""The places of the number pad that draw these digits, as docs/pad.md lists them."""
SAID = "SPEECH OUTPUT: "
MOST_STOPS = 120
NO_VOICE = {"SPEECHD_CMD": "false"}
"""Keeps Orca from starting Speech Dispatcher: where there is no sound, that fails within a sentence, and Orca waits for
its end for ever. Without it Orca logs what it says, and goes on."""


def main() -> int:
    """Do the tasks on a display and a bus of their own; returns the exit code."""
    parser = argparse.ArgumentParser(description="Does the main tasks by keys, and listens to Orca.")
    parser.add_argument("--listen", action="store_true", help="start Orca, and print what it says")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="take a picture of the display at each stop")
    parser.add_argument("--program", default=f"{sys.executable} -m mlp_desktop", help="how the window is started")
    parser.add_argument("--resources", type=Path, default=Path("resources"), help="folder of the program's resources")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--announcements", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.announcements:
        return write_announcements(arguments.announcements)
    if arguments.inside:
        return Session(arguments).run()
    tools = ["xvfb-run", "dbus-run-session", "openbox", "xdotool", *(["orca"] if arguments.listen else [])]
    if lacking := [tool for tool in tools if shutil.which(tool) is None]:
        print(f"Not done: {', '.join(lacking)} is missing.")
        return CANNOT
    environ = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24"]
    command = [*screen, "dbus-run-session", "--", sys.executable, __file__, *sys.argv[1:], "--inside"]
    return subprocess.run(command, env=environ, check=False).returncode


def write_announcements(path: Path) -> int:
    """Write into a file, a line each, what the programs on the bus announce, until this process is ended."""
    registry: Any = importlib.import_module("pyatspi").Registry
    with path.open("w", buffering=1, encoding="utf-8") as file:
        registry.registerEventListener(lambda event: file.write(f"{SAID}{event.any_data}\n"), "object:announcement")
        registry.start()
    return 0


class Session:
    """The window, Orca if wanted, and a keyboard."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._atspi: Any = importlib.import_module("pyatspi")
        self._heard: dict[Path, int] = {}
        self._shots = 0

    def run(self) -> int:
        """Do all tasks; returns the exit code."""
        with tempfile.TemporaryDirectory() as home:
            self._home = Path(home)
            self._log, self._announced = self._home / "orca.log", self._home / "announced.log"
            environ = {**os.environ, "HOME": home, "MLP_DATA_DIR": home, "XDG_CONFIG_HOME": home}
            hear = [sys.executable, __file__, "--announcements", str(self._announced)]
            with self._started(["openbox"], environ), self._started(hear, environ):
                if not self._arguments.listen:
                    return self._do_tasks(environ)
                with self._started(["orca", "--replace", f"--debug-file={self._log}"], environ | NO_VOICE):
                    time.sleep(5)
                    return self._do_tasks(environ)

    def _do_tasks(self, environ: dict[str, str]) -> int:
        with self._started(shlex.split(self._arguments.program), environ):
            subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Digit pad"], check=True)
            self.wait_for("the window", lambda: self._program() is not None)
            time.sleep(3)  # the tabs behind the first
            failed = 0
            for task in (self.draw_and_read, self.open_a_picture, self.train_and_save, self.correct_and_export):
                self.tell(f"# {(task.__doc__ or '').strip()}")
                try:
                    task()
                except (AssertionError, TimeoutError) as error:
                    failed += 1
                    self.tell(f"FAILED: {error}")
                self.stop_at(task.__name__)
            print("All tasks are done." if not failed else f"{failed} tasks failed.")
            return 1 if failed else 0

    # The tasks

    def draw_and_read(self) -> None:
        """Draw a 3 with the keys of the number pad, and have it read."""
        self.press("space", *THREE, "0")
        self.wait_for("the answer 3", lambda: self.is_shown("3"))
        self.wait_for("the spoken answer", lambda: "3, sure" in self._announced.read_text(encoding="utf-8"))
        self.stop_at("drawn")
        self.press("Escape", "Return")  # yes, it was a 3
        time.sleep(1)

    def open_a_picture(self) -> None:
        """Open a picture and have it read."""
        self.press("ctrl+shift+o")
        self.choose_file(self._arguments.resources.resolve() / SAMPLE)
        self.wait_for("the answer 7", lambda: self.is_shown("7"))

    def train_and_save(self) -> None:
        """Train three epochs on practice digits, and save the network."""
        self.turn_to("Train")
        self.tab_to("Data")
        self.press("Home")
        self.tab_to("Epochs")
        self.press("ctrl+a", "3")
        self.tab_to("Start")
        self.press("space")
        self.wait_for("a network", lambda: self.can_be_pressed("Use this network"))
        self.press("F6")
        self.wait_for("the spoken report", lambda: "After epoch 3" in self._announced.read_text(encoding="utf-8"))
        self.stop_at("trained")
        self.tab_to("Use this network")
        self.press("space")
        path = self._home / "by-keys.safetensors"
        self.press("ctrl+shift+s")
        self.choose_file(path)
        self.wait_for("the weights file", path.exists)

    def correct_and_export(self) -> None:
        """Draw a 7, say that it was a 1, and export the own digits."""
        self.turn_to("Draw")
        self.tab_to("Drawing pad")
        self.press("Delete", "space", *SEVEN, "0")
        self.wait_for("an answer", lambda: self.is_shown("7"))
        self.press("Escape", "1")
        time.sleep(1)
        self.turn_to("My digits")
        self.tab_to("Export")
        self.press("space", "Down", "Return")
        path = self._home / "digits.jsonl"
        self.choose_file(path)
        self.wait_for("the exported file", path.exists)
        labels = [json.loads(line)["label"] for line in path.read_text(encoding="utf-8").splitlines()]
        assert sorted(labels) == [1, 3], f"a 3 and a 1 should be kept, not {labels}"

    # The keyboard, and what a screen reader knows

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.05)
            self.let_it_speak()
        self.listen()

    def let_it_speak(self) -> None:
        """Wait until Orca writes nothing more into its log, as a person waits until it has spoken."""
        size, end = -1, time.monotonic() + 10
        while self._arguments.listen and size != (size := self._log.stat().st_size) and time.monotonic() < end:
            time.sleep(0.7)

    def turn_to(self, tab: str) -> None:
        """Turn to a tab by the key of its first letter."""
        end = time.monotonic() + SECONDS
        while not any(
            thing.name == tab and thing.getState().contains(self._atspi.STATE_SELECTED)
            for thing in self._shown(self._program())
        ):
            assert time.monotonic() < end, f"the tab {tab} does not come to the front"
            self.press("Escape", f"alt+{tab[0].lower()}")
            time.sleep(1)

    def choose_file(self, path: Path) -> None:
        """Answer the dialog that asks for a file."""
        self.wait_for("the dialog", lambda: self.active() not in ("", *self.main_titles()))
        self.stop_at("file")
        # Folder and name one after the other: Qt's dialog completes names meanwhile, and then takes the first it finds.
        for part in (f"{path.parent}/", path.name):
            subprocess.run(["xdotool", "key", "ctrl+a", "type", "--delay", "20", part], check=True)
            time.sleep(2)
            self.press("Return")
            time.sleep(1)

    def tab_to(self, name: str) -> None:
        """Press Tab until the control of this name has the focus."""
        way: list[str] = []
        while (here := self.focused()) != name:
            way.append(here)
            assert len(way) <= MOST_STOPS, f"the Tab key does not reach {name!r}: {way[-10:]}"
            self.press("Tab")
        self.tell(f"  Tab × {len(way)} to {name!r}")

    def focused(self) -> str:
        """The name of the control that has the focus, as its label says it."""
        inside = [
            thing
            for window in self._program()
            if window is not None and window.getState().contains(self._atspi.STATE_ACTIVE)
            for thing in self._shown(window)
            if thing.getState().contains(self._atspi.STATE_FOCUSED)
        ]
        # The tab in front and the current item of a list say that they have the focus, wherever it is.
        inside.sort(key=lambda thing: thing.getRoleName() in ("page tab", "list item", "table cell"))
        return self._label_of(inside[0]) if inside else ""

    def _label_of(self, thing: Any) -> str:
        for relation in thing.getRelationSet():
            if relation.getRelationType() == self._atspi.RELATION_LABELLED_BY:
                return relation.getTarget(0).name
        return thing.name or thing.getRoleName()

    def active(self) -> str:
        """The title of the window in front."""
        command = ["xdotool", "getactivewindow", "getwindowname"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    def main_titles(self) -> list[str]:
        """The titles of the program's windows that are no dialogs."""
        return [window.name for window in self._program() if window is not None and window.getRoleName() == "frame"]

    def is_shown(self, digit: str) -> bool:
        """Whether the answer on the screen is this digit."""
        return any(thing.name == f"Predicted digit: {digit}" for thing in self._shown(self._program()))

    def can_be_pressed(self, name: str) -> bool:
        """Whether a button of this name is there and enabled."""
        return any(
            thing.name == name and thing.getState().contains(self._atspi.STATE_ENABLED)
            for thing in self._shown(self._program())
        )

    def wait_for(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until ``condition`` holds."""
        end = time.monotonic() + SECONDS
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} did not come; the focus is on {self.focused()!r}")
            time.sleep(0.3)
        time.sleep(0.5)
        self.listen()

    def _program(self) -> Any:
        for application in self._atspi.Registry.getDesktop(0):
            if application is not None and any("Digit pad" in (window.name or "") for window in application):
                return application
        return None

    def _shown(self, thing: Any) -> Iterator[Any]:
        for child in thing or ():
            if child is not None and child.getState().contains(self._atspi.STATE_SHOWING):
                yield child
                yield from self._shown(child)

    def listen(self) -> None:
        """Print what the window has announced and Orca has said since the last time."""
        for who, log in (("Announced", self._announced), ("Orca", self._log)):
            if log.exists():
                lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
                for line in lines[self._heard.get(log, 0) :]:
                    if SAID in line:
                        self.tell(f"  {who}: {line.partition(SAID)[2]}")
                self._heard[log] = len(lines)

    def tell(self, words: str) -> None:
        """Print ``words``."""
        print(words, flush=True)

    def stop_at(self, name: str) -> None:
        """Take a picture of the display, if wanted."""
        if self._arguments.pictures is not None:
            self._shots += 1
            path = self._arguments.pictures / f"{self._shots:02d}-{name}.png"
            subprocess.run(["import", "-window", "root", str(path)], check=True)

    @contextmanager
    def _started(self, command: list[str], environ: dict[str, str]) -> Iterator[None]:
        bare = {name: value for name, value in environ.items() if name != "LD_LIBRARY_PATH"}
        with subprocess.Popen(command, env=bare, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                time.sleep(1)
                yield
            finally:
                process.terminate()


if __name__ == "__main__":
    sys.exit(main())
