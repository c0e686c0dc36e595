"""Looks, before Qt is imported, for what would make it abort: a missing system library, a missing display.

Qt answers the one with a traceback from its import and both with ``abort()``; here each becomes one sentence
that names what is missing and the package to install. Only Linux needs it: on macOS and Windows PySide6 brings
all it loads, and there is always a desktop.
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
    """Why one of Qt's platforms cannot be used, and what to do about it: two clauses of the sentence."""

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
    """Say in one sentence why Qt cannot open a window here, or ``None`` if it can.

    Args:
        environ: the variables that choose Qt's platform and its display.
        system: as ``sys.platform`` names it.
        plugins: the folder of Qt's platform plugins; without it, the one inside the installed PySide6.
        load: loads a shared library or raises ``OSError``.
        which: finds a program, here the system's package manager.
    """
    if system != "linux":
        return None
    if plugins is None:
        qt = find_spec("PySide6")
        if qt is None or qt.origin is None:
            return "mlp-desktop cannot open its window because PySide6 is missing: install PySide6-Essentials with pip."
        plugins = Path(qt.origin).parent / "Qt" / "plugins" / "platforms"
    obstacles: list[_Obstacle] = []
    for platform in _platforms(environ):
        in_the_way = [*_plugin_obstacles(platform, plugins, load, which), *_display_obstacles(platform, environ)]
        if not in_the_way:
            return None
        obstacles += in_the_way
    reasons = " and ".join(dict.fromkeys(obstacle.reason for obstacle in obstacles))
    remedies = ", then ".join(dict.fromkeys(obstacle.remedy for obstacle in obstacles))
    return f"mlp-desktop cannot open its window because {reasons}: {remedies}."


def _platforms(environ: Mapping[str, str]) -> list[str]:
    """The platforms that Qt will try; one that works is enough."""
    chosen = environ.get("QT_QPA_PLATFORM")
    if chosen:
        names = [entry.split(":")[0].lower() for entry in chosen.split(";")]
        return [name for name in names if name] or [chosen]
    wayland = environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland"
    x11 = environ.get("DISPLAY") or not wayland
    return ["wayland"] * bool(wayland) + ["xcb"] * bool(x11)


def _plugin_obstacles(platform: str, plugins: Path, load: Loader, which: Finder) -> Iterator[_Obstacle]:
    """Load the plugin as Qt will: all that the window needs of the system hangs on it."""
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
        # The loader stops at the first; one sentence shall name them all.
        needed = QT_LIBRARIES | {"xcb": X11_LIBRARIES, "wayland": WAYLAND_LIBRARIES}.get(family, {})
        missing = sorted({first} | missing_libraries(needed, load))
        yield _Obstacle(_missing_clause(missing), how_to_install(missing, which))


def _missing_clause(libraries: list[str]) -> str:
    """Name some of ``libraries``; on a bare machine they are two dozen, and the packages name them all anyway."""
    if len(libraries) == 1:
        return f"{libraries[0]} is missing"
    shown = libraries if len(libraries) <= 5 else [*libraries[:4], f"{len(libraries) - 4} more libraries"]
    return f"{', '.join(shown[:-1])} and {shown[-1]} are missing"


def _display_obstacles(platform: str, environ: Mapping[str, str]) -> Iterator[_Obstacle]:
    """Ask the display that the platform needs; the other platforms (offscreen, vnc, eglfs, ...) need none."""
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
        return True  # That it is missing is the other obstacle; without it nobody can ask.
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return refused == 0


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    if "WAYLAND_SOCKET" in environ:
        return True  # The compositor that started us has opened the connection already.
    import socket  # only now: only a Wayland session needs it

    path = Path(environ.get("XDG_RUNTIME_DIR", ""), environ.get("WAYLAND_DISPLAY", "wayland-0"))
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True
