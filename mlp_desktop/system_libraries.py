"""The shared libraries that the wheels of Qt 6.9 to 6.12 expect on a Linux system, and the packages with them.

The module uses only the standard library, so it runs on a machine where nothing else is installed yet.
"""

import ctypes
import re
import shutil
from collections.abc import Callable, Collection, Iterable

Loader = Callable[[str], object]  # loads a shared library or raises OSError, as ctypes.CDLL does
Finder = Callable[[str], str | None]  # finds a program, as shutil.which does

# Each library with its Debian and Ubuntu package: first for all platform plugins, then for X11 and for Wayland.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
DEBIAN_PACKAGES = QT_LIBRARIES | X11_LIBRARIES | WAYLAND_LIBRARIES

_ABSENT = re.compile(r"^(\S+): cannot open shared object file")


def absent_library(error: OSError) -> str | None:
    """The library that was not found when a load failed: the loaded one, or one that it needs."""
    found = _ABSENT.match(str(error))
    return found[1] if found else None


def missing_libraries(names: Iterable[str], load: Loader = ctypes.CDLL) -> set[str]:
    """The libraries among ``names``, or needed by them, that the system does not have."""
    missing: set[str] = set()
    for name in names:
        try:
            load(name)
        except OSError as error:
            missing.add(absent_library(error) or name)
    return missing


def how_to_install(libraries: Collection[str], which: Finder = shutil.which) -> str:
    """A clause with the command that installs ``libraries``.

    RPM systems find a package by a library in it; for all other systems the clause names Debian packages.
    """
    for program in ("dnf", "zypper"):
        if which(program):
            names = " ".join(f"'{name}()(64bit)'" for name in sorted(libraries))
            return f"install with `sudo {program} install {names}`"
    packages = sorted({DEBIAN_PACKAGES[name] for name in libraries if name in DEBIAN_PACKAGES})
    strangers = sorted(name for name in libraries if name not in DEBIAN_PACKAGES)
    clauses = [f"install with `sudo apt install {' '.join(packages)}`"] if packages else []
    if strangers:
        clauses.append(f"install the package that holds {' and '.join(strangers)}")
    return " and ".join(clauses)
