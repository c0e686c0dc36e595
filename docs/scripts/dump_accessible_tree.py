"""Prints what a screen reader finds on every page and in every dialog, over AT-SPI, and says what is wrong with it.

    python docs/scripts/dump_accessible_tree.py

opens the window on a virtual display with a message bus of its own, and reads it from another process, as a screen
reader does: ``read_accessible_tree.py`` says what is wrong. That process has the window turn to its next page by
pressing the button of a small window beside it. Needs ``xvfb-run``, ``dbus-run-session``, ``at-spi2-core``
and Debian's ``python3-pyatspi``, and what Qt needs for X11. It ends with 0, with 1 if something is wrong, and with 77
where the window cannot be read.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
READER = ["/usr/bin/python3", str(HERE / "read_accessible_tree.py")]
CANNOT = 77
"""What a test that cannot run ends with, by custom."""


def main() -> int:
    """Open the window, and read it; returns the exit code."""
    if "--window" in sys.argv:
        return _window()
    if "--both" in sys.argv:
        return _both()
    lacking = [tool for tool in ("xvfb-run", "dbus-run-session", READER[0]) if shutil.which(tool) is None]
    if lacking or subprocess.run([READER[0], "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        print(f"Not read: {', '.join(lacking) or 'python3-pyatspi'} is missing.")
        return CANNOT
    environ = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    command = ["xvfb-run", "-a", "dbus-run-session", "--", sys.executable, __file__, "--both"]
    return subprocess.run(command, env=environ, check=False).returncode


def _both() -> int:
    """Run the window and its reader on the display and the bus that are there."""
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "LD_LIBRARY_PATH")}
    with (
        subprocess.Popen([sys.executable, __file__, "--window"], stderr=subprocess.DEVNULL) as window,
        subprocess.Popen(READER, env=bare) as reader,
    ):
        while reader.poll() is None and window.poll() is None:
            time.sleep(0.1)
        for process in (reader, window):
            process.terminate()
    if reader.returncode < 0:
        print("Not read: the window did not open.")
        return CANNOT
    return reader.returncode


def _window() -> int:
    from PySide6.QtWidgets import QApplication, QPushButton

    from every_dialog import every_dialog, every_page
    from mlp_desktop.controllers.train.training_settings import form_groups
    from mlp_desktop.views.window.main_window import MainWindow
    from mlp_engine.files.resources import resource_path

    application = QApplication(sys.argv[:1])
    window = MainWindow(resource_path("icons"))
    for _ in window.build_tabs(form_groups()):
        pass
    window.show()
    dialogs = every_dialog(window)
    pages = every_page(window)
    turn = QPushButton(next(pages))
    turn.clicked.connect(lambda: turn.setText(next(pages, "done")))
    turn.show()
    application.aboutToQuit.connect(dialogs.clear)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
