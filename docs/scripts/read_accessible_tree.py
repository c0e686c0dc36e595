"""Reads the window over AT-SPI with Debian's Python; ``dump_accessible_tree.py`` runs it.

Wrong are a control without a name, a slider, spin button or progress bar without a value, and a chart, picture or
canvas without a name. A control that is not shown may wait for its words.
"""

import importlib
import sys
import time
from typing import Any

pyatspi: Any = importlib.import_module("pyatspi")

CANNOT = 77
SECONDS = 40
WINDOWS = 9  # the main window and the dialogs of every_dialog.py
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
    count = _walk(program, 0, wrong)
    print(f"{count} things, of which {len(wrong)} are wrong")
    print("\n".join(wrong))
    return 1 if wrong else 0


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
    role, name, value = thing.getRoleName(), thing.name, _value(thing)
    line = f"{role} {name!r}" + (f" = {value:g}" if value is not None else "")
    print("  " * depth + line)
    shown = thing.getState().contains(pyatspi.STATE_SHOWING)
    if (role in SEEN or (role in CONTROLS and shown)) and not name:
        wrong.append(f"without a name: {line}, below {thing.parent.name!r}")
    if role in VALUED and value is None:
        wrong.append(f"without a value: {line}")
    return 1 + sum(_walk(child, depth + 1, wrong) for child in thing if child is not None)


def _value(thing: Any) -> float | None:
    try:
        return thing.queryValue().currentValue
    except NotImplementedError:
        return None


if __name__ == "__main__":
    sys.exit(main())
