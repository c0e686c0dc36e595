"""An AppImage of the frozen programs: one file that runs where it lies, if it may be executed."""

import os
import shutil
import subprocess
from pathlib import Path

from linux.installed_tree import write_installed_tree
from mlp_desktop.program import APP_ID
from mlp_engine.version import __version__

HERE = Path(__file__).resolve().parent
TOOL = "appimagetool"
ICON_SIZE = 256


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


def build_app_image(program: Path, shared: Path, out: Path) -> Path | None:
    """Write ``mlp-desktop-VERSION-ARCHITECTURE.AppImage`` into ``out``; ``None`` where its tool is not installed."""
    folder = out / "parts" / "AppDir"
    write_app_folder(program, shared, folder)
    # The folder starts by itself too, so that it is tried wherever the packages are built.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([folder / "AppRun", "--version"], env=environ, check=True)
    subprocess.run([folder / "AppRun", "--version"], env={**environ, "ARGV0": "mlp-engine"}, check=True)
    if shutil.which(TOOL) is None:
        return None
    machine = os.uname().machine
    path = out / f"mlp-desktop-{__version__}-{machine}.AppImage"
    subprocess.run([TOOL, "--no-appstream", str(folder), str(path)], env={**environ, "ARCH": machine}, check=True)
    return path
