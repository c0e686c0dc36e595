"""The check for system libraries and a display before Qt is imported.

Without them Qt ends with a traceback or ``abort()``. The check gives one sentence instead, which names what is missing
and the package to install. Only Linux needs it: on macOS and Windows PySide6 contains all the libraries it loads, and
there is always a desktop.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from mlp_desktop.system_libraries import (
    QT_LIBRARIES,
    WAYLAND_LIBRARIES,
    X11_LIBRARIES,
    Finder,
    Loader,
    absent_library,
    how_to_install,
    missing_libraries,
)

_START_ELSEWHERE = "start it from a graphical session, or with `xvfb-run mlp-desktop` (package xvfb)"


class _Obstacle(NamedTuple):
    """Two clauses of the sentence: why one of Qt's platforms cannot be used, and what to do about it."""

    reason: str
    remedy: str


def find_problem(
    environ: Mapping[str, str] = os.environ,
    *,
    system: str = sys.platform,
    plugins: Path | None = None,
    load: Loader = ctypes.CDLL,
    which: Finder = shutil.which,
) -> str | None:
    """One sentence that says why Qt cannot open a window; ``None`` if it can.

    Args:
        environ: the environment variables, some of which choose Qt's platform and its display.
        system: the operating system, named as in ``sys.platform``.
        plugins: the folder of Qt's platform plugins; by default the one in the installed PySide6.
        load: loads a shared library or raises ``OSError``.
        which: finds a program; used for the system's package manager.
    """
    if system != "linux":
        return None
    if plugins is None:
        qt = find_spec("PySide6")
        if qt is None or qt.origin is None:
            return "Digit pad cannot open its window because PySide6 is missing: install PySide6-Essentials with pip."
        plugins = Path(qt.origin).parent / "Qt" / "plugins" / "platforms"
    obstacles: list[_Obstacle] = []
    for platform in _platforms(environ):
        in_the_way = [*_plugin_obstacles(platform, plugins, load, which), *_display_obstacles(platform, environ)]
        if not in_the_way:
            return None
        obstacles += in_the_way
    reasons = " and ".join(dict.fromkeys(obstacle.reason for obstacle in obstacles))
    remedies = ", then ".join(dict.fromkeys(obstacle.remedy for obstacle in obstacles))
    return f"Digit pad cannot open its window because {reasons}: {remedies}."


def _platforms(environ: Mapping[str, str]) -> list[str]:
    """The platforms that Qt tries in this order; one that works is enough."""
    chosen = environ.get("QT_QPA_PLATFORM")
    if chosen:
        names = [entry.split(":")[0].lower() for entry in chosen.split(";")]
        return [name for name in names if name] or [chosen]
    wayland = environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland"
    x11 = environ.get("DISPLAY") or not wayland
    return ["wayland"] * bool(wayland) + ["xcb"] * bool(x11)


def _plugin_obstacles(platform: str, plugins: Path, load: Loader, which: Finder) -> Iterator[_Obstacle]:
    """Load the platform's plugin as Qt does, which loads all system libraries that the window needs."""
    family = platform.split("-")[0]  # Qt 6.10 made one plugin, wayland, of wayland-generic and wayland-egl
    files = [plugins / f"libq{name}.so" for name in (platform, family, f"{family}-generic")]
    file = next((file for file in files if file.exists()), None)
    if file is None:
        known = ", ".join(sorted(file.stem.removeprefix("libq") for file in plugins.glob("libq*.so")))
        yield _Obstacle(f"Qt has no platform {platform!r}", f"set QT_QPA_PLATFORM to one of {known}, or to nothing")
        return
    try:
        load(str(file))
    except OSError as error:
        first = absent_library(error)
        if first is None:
            yield _Obstacle(f"Qt's plugin {platform} cannot be loaded ({error})", "install that library again")
            return
        # The loader reports only the first missing library; the sentence is to name all of them.
        needed = QT_LIBRARIES | {"xcb": X11_LIBRARIES, "wayland": WAYLAND_LIBRARIES}.get(family, {})
        missing = sorted({first} | missing_libraries(needed, load))
        yield _Obstacle(_missing_clause(missing), how_to_install(missing, which))


def _missing_clause(libraries: list[str]) -> str:
    """Name the missing libraries, of more than five only the first four; the packages to install cover all."""
    if len(libraries) == 1:
        return f"{libraries[0]} is missing"
    shown = libraries if len(libraries) <= 5 else [*libraries[:4], f"{len(libraries) - 4} more libraries"]
    return f"{', '.join(shown[:-1])} and {shown[-1]} are missing"


def _display_obstacles(platform: str, environ: Mapping[str, str]) -> Iterator[_Obstacle]:
    """Connect to the display that the platform needs; other platforms (offscreen, vnc, eglfs, ...) need none."""
    if platform == "xcb":
        name = environ.get("DISPLAY")
        if not name:
            unset = "DISPLAY is not set" if "WAYLAND_DISPLAY" in environ else "DISPLAY and WAYLAND_DISPLAY are not set"
            yield _Obstacle(f"there is no display ({unset})", _START_ELSEWHERE)
        elif not _x11_answers(name):
            yield _Obstacle(f"no X server answers at DISPLAY={name}", _START_ELSEWHERE)
    elif platform.startswith("wayland") and not _wayland_answers(environ):
        name = environ.get("WAYLAND_DISPLAY", "wayland-0")
        yield _Obstacle(f"no compositor answers at WAYLAND_DISPLAY={name}", _START_ELSEWHERE)


def _x11_answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # The missing library is reported already, and the server cannot be asked without it.
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return refused == 0


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    if "WAYLAND_SOCKET" in environ:
        return True  # The compositor that started this program has opened the connection already.
    import socket  # imported late: only a Wayland session needs it

    path = Path(environ.get("XDG_RUNTIME_DIR", ""), environ.get("WAYLAND_DISPLAY", "wayland-0"))
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True
