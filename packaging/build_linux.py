"""Builds what Linux users install, and tries it: a .deb, a .tar.xz with an install script, and an AppImage.

    python packaging/build_linux.py --out dist [--appimage-runtime FILE] [--try-in FOLDER]

Needs the project with its extra ``package`` in the Python that runs it, and on Debian the packages binutils, dpkg-dev,
desktop-file-utils, appstream and shared-mime-info. The AppImage needs squashfs-tools and the runtime of AppImage's type
2, a file that .github/workflows/release.yml fetches; without it, the folder that it would be made of is written and
started, and the rest is built. With ``--try-in`` the .deb is also installed in a new,
bare Debian in that folder and started there under a virtual display, which needs root, debootstrap, xvfb, xauth and
imagemagick. What is built runs on systems whose glibc is as new as that of the system it is built on, or newer.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from linux.app_image import build_app_image
from linux.bare_system import try_package
from linux.debian_package import build_package
from linux.shared_files import write_shared_files
from mlp_engine.version import __version__

HERE = Path(__file__).resolve().parent
MOST_MEGABYTES = 130
"""The largest size, packed: what a school's line loads in a few minutes."""


def main() -> None:
    """Build, measure and, if asked to, try the packages."""
    parser = argparse.ArgumentParser(description="Build the packages for Linux, and try them.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the packages")
    parser.add_argument(
        "--try-in", type=Path, metavar="FOLDER", help="install and start the .deb in a bare Debian there"
    )
    parser.add_argument("--appimage-runtime", type=Path, metavar="FILE", help="make an AppImage too, with this runtime")
    arguments = parser.parse_args()
    out: Path = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)

    program = freeze(out / "parts")
    shared = out / "parts" / "share"
    write_shared_files(shared)
    packages = [pack(program, shared, out), build_package(program, shared, out)]
    image = build_app_image(program, shared, out, arguments.appimage_runtime)
    print("No AppImage: no runtime was given." if image is None else f"{image.name} is started where it lies.")
    for package in [*packages, *([image] if image is not None else [])]:
        megabytes = package.stat().st_size / 1e6
        print(f"{package.name}: {megabytes:.1f} MB")
        if megabytes > MOST_MEGABYTES:
            sys.exit(f"{package.name} must be at most {MOST_MEGABYTES} MB. Got {megabytes:.1f} MB.")
    if arguments.try_in is not None:
        try_package(packages[1], arguments.try_in.resolve(), out / "mlp-desktop-in-a-bare-system.png")


def freeze(work: Path) -> Path:
    """Both programs as a folder that needs no Python."""
    recipe = HERE / "frozen" / "mlp-desktop.spec"
    folders = ["--distpath", str(work / "frozen"), "--workpath", str(work / "pyinstaller")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *folders]
    subprocess.run([*command, str(recipe)], check=True)
    return work / "frozen" / "mlp-desktop"


def pack(program: Path, shared: Path, out: Path) -> Path:
    """One archive with the programs, what goes into ``share``, and the script that installs both."""
    name = f"mlp-desktop-{__version__}-linux-{os.uname().machine}"
    path = out / f"{name}.tar.xz"
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for source, target in (
            (program, "program"),
            (shared, "share"),
            (HERE / "linux" / "install.sh", "install.sh"),
            (HERE.parent / "LICENSE", "LICENSE"),
        ):
            archive.add(source, f"{name}/{target}", filter=_owned_by_root)
    return path


def _owned_by_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


if __name__ == "__main__":
    if shutil.which("dpkg-deb") is None:
        sys.exit("dpkg-deb is missing: install the package dpkg.")
    main()
