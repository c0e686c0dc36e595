"""Reads the window over AT-SPI with Debian's Python; ``dump_accessible_tree.py`` runs it.

Wrong are a control without a name, a slider, spin button or progress bar without a value, and a chart, picture or
canvas without a name. What is not shown may wait for its words, so every page is turned to.
"""

import importlib
import sys
import time
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any

pyatspi: Any = importlib.import_module("pyatspi")

CANNOT = 77
SECONDS = 40
WINDOWS = 10  # the main window, the dialogs of every_dialog.py, and the button that turns the pages
BUTTONS = {"push button", "toggle button", "check box", "radio button", "page tab"}
CONTROLS = BUTTONS | {"combo box", "slider", "spin button"}
VALUED = {"slider", "spin button", "progress bar"}
SEEN = {"chart", "image", "canvas"}


def main() -> int:
    """Print the tree, and what is wrong with it; returns the exit code."""
    program = _program()
    if program is None:
        print("Not read: no window came.")
        return CANNOT
    wrong: list[str] = []
    count = sum(_walk(dialog, 1, wrong) for dialog in program if dialog.getRoleName() == "dialog")
    for page in _turned_pages(program):
        found: list[str] = []
        shown = _walk(program[0], 1, found)
        print(f"page {page}: {shown} things are shown")
        wrong += [f"{page}: {sentence}" for sentence in found]
        count += shown
    print(f"{count} things, of which {len(wrong)} are wrong")
    print("\n".join(wrong))
    return 1 if wrong else 0


def _turned_pages(program: Any) -> Iterator[str]:
    """The name of each page while the window shows it."""
    (button,) = [window for window in program if window.getRoleName() == "push button"]
    while (name := button.name) != "done":
        yield name
        button.queryAction().doAction(0)
        end = time.monotonic() + SECONDS
        while button.name == name and time.monotonic() < end:
            time.sleep(0.02)


def _program() -> Any:
    """The first program on the bus, as soon as it has shown its window and all dialogs."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.childCount >= WINDOWS:
                return application
        time.sleep(0.2)
    return None


def _walk(thing: Any, depth: int, wrong: list[str]) -> int:
    """Print ``thing`` and all that is shown inside it, add what is wrong with it to ``wrong``, and count it."""
    role, name = thing.getRoleName(), thing.name
    value = _value(thing) if role in VALUED else None
    line = f"{role} {name!r}" + (f" = {value:g}" if value is not None else "")
    print("  " * depth + line)
    if role in SEEN | CONTROLS and not name:
        wrong.append(f"without a name: {line}, below {thing.parent.name!r}")
    if role in VALUED and value is None:
        wrong.append(f"without a value: {line}")
    shown = [each for each in thing if each is not None and each.getState().contains(pyatspi.STATE_SHOWING)]
    return 1 + sum(_walk(child, depth + 1, wrong) for child in shown)


def _value(thing: Any) -> float | None:
    try:
        return thing.queryValue().currentValue
    except NotImplementedError:
        return None


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # the window's words have letters that a terminal may lack
    sys.exit(main())
