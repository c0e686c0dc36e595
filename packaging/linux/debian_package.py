"""A Debian package of the frozen programs."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

from linux.installed_tree import write_installed_tree
from mlp_desktop.system_libraries import DEBIAN_PACKAGES
from mlp_engine.version import HOME, __version__

ROOT = Path(__file__).resolve().parents[2]
NOT_FOUND = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)
MAINTAINER = "mlp-desktop maintainers"
"""Without an address, which Debian's own archive would ask for: the project has none yet."""


def build_package(program: Path, shared: Path, out: Path) -> Path:
    """Write ``mlp-desktop_VERSION_ARCHITECTURE.deb`` into ``out``."""
    architecture = _output("dpkg", "--print-architecture")
    root = out / "parts" / "debian"
    shutil.rmtree(root, ignore_errors=True)
    write_installed_tree(program, shared, root / "usr")
    documents = root / "usr" / "share" / "doc" / "mlp-desktop"
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", documents / "copyright")
    (documents / "changelog.gz").write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        f"""Package: mlp-desktop
Version: {__version__}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {size}
Depends: {", ".join(_depends(root / "usr" / "lib" / "mlp-desktop"))}
{f"Homepage: {HOME}{os.linesep}" if HOME else ""}Section: education
Priority: optional
Description: drawing pad that reads digits with a neural network, and trains them
 Draw a digit, and a multilayer perceptron written by hand in numpy says which
 one it is and which strokes speak for it. Train networks of any depth and watch
 the error fall. Holds the window mlp-desktop and the command mlp-engine.
""",
        encoding="utf-8",
    )
    for path in root.rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or (path.stat().st_mode & 0o100 and path.suffix != ".so")
            path.chmod(0o755 if is_program else 0o644)
    package = out / f"mlp-desktop_{__version__}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def _depends(program: Path) -> list[str]:
    """Packages of what Qt needs and is not in the folder, and the C library that the folder was built with."""
    inside = {path.name for path in program.rglob("*.so*")}
    packages = sorted({package for library, package in DEBIAN_PACKAGES.items() if library not in inside})
    glibc = os.confstr("CS_GNU_LIBC_VERSION")
    assert glibc is not None, "built on Linux"
    # The library fontconfig is inside, but not its configuration and a font, without which letters are empty boxes.
    return [f"libc6 (>= {glibc.split()[1]})", "fontconfig-config", *packages]


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
