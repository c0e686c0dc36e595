"""An AppImage of the frozen programs: one file that runs where it lies, if it may be executed.

It is a program, the runtime, followed by a file system with the folder ``AppDir``, which the runtime mounts or unpacks
to start ``AppRun`` in it (the AppImage specification, type 2).
"""

import os
import shutil
import subprocess
from pathlib import Path

from linux.installed_tree import write_installed_tree
from mlp_desktop.program import APP_ID
from mlp_engine.version import __version__

HERE = Path(__file__).resolve().parent
TOOL = "mksquashfs"
ICON_SIZE = 256
MAGIC = b"AI\x02"
"""What stands in a runtime of type 2, behind the eight bytes with which every program for Linux begins."""


def write_app_folder(program: Path, shared: Path, folder: Path) -> None:
    """Write the folder that becomes the AppImage; its ``AppRun`` starts the window, or the command by its name."""
    shutil.rmtree(folder, ignore_errors=True)
    write_installed_tree(program, shared, folder / "usr")
    start = folder / "AppRun"
    shutil.copy(HERE / "AppRun", start)
    start.chmod(0o755)
    share = folder / "usr" / "share"
    shutil.copy(share / "applications" / f"{APP_ID}.desktop", folder)
    shutil.copy(share / "icons" / "hicolor" / f"{ICON_SIZE}x{ICON_SIZE}" / "apps" / f"{APP_ID}.png", folder)
    (folder / ".DirIcon").symlink_to(f"{APP_ID}.png")


def write_image(folder: Path, runtime: Path, path: Path) -> None:
    """Write ``runtime``, followed by all of ``folder`` as a file system that it can mount, to ``path``.

    Raises:
        ValueError: if ``runtime`` is no runtime of an AppImage of type 2.
        subprocess.CalledProcessError: if the file system cannot be written.
    """
    head = runtime.read_bytes()
    if head[8:11] != MAGIC:
        raise ValueError(f"{runtime} must be the runtime of an AppImage of type 2. Got a file of another kind.")
    path.unlink(missing_ok=True)
    packed = path.with_suffix(".squashfs")
    packing = ["-noappend", "-root-owned", "-no-progress", "-quiet", "-comp", "zstd", "-Xcompression-level", "19"]
    subprocess.run([TOOL, str(folder), str(packed), *packing], check=True)
    with path.open("wb") as whole, packed.open("rb") as files:
        whole.write(head)
        shutil.copyfileobj(files, whole)
    packed.unlink()
    path.chmod(0o755)


def build_app_image(program: Path, shared: Path, out: Path, runtime: Path | None) -> Path | None:
    """Write ``mlp-desktop-VERSION-ARCHITECTURE.AppImage`` into ``out``, and start it; ``None`` without a runtime."""
    folder = out / "parts" / "AppDir"
    write_app_folder(program, shared, folder)
    # The folder starts by itself too, so that it is tried wherever the packages are built.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([folder / "AppRun", "--version"], env=environ, check=True)
    subprocess.run([folder / "AppRun", "--version"], env={**environ, "ARGV0": "mlp-engine"}, check=True)
    if runtime is None:
        return None
    path = out / f"mlp-desktop-{__version__}-{os.uname().machine}.AppImage"
    write_image(folder, runtime, path)
    subprocess.run([path, "--version"], env={**environ, "APPIMAGE_EXTRACT_AND_RUN": "1"}, check=True)  # needs no FUSE
    return path
