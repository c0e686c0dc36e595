"""Where both programs lie below ``/usr``, in a Debian package and in an AppImage alike."""

import shutil
from pathlib import Path

PROGRAMS = ("mlp-desktop", "mlp-engine")


def write_installed_tree(program: Path, shared: Path, usr: Path) -> None:
    """Copy the frozen folder to ``lib/mlp-desktop``, and the shared files; ``bin`` leads to both programs."""
    shutil.copytree(program, usr / "lib" / "mlp-desktop", symlinks=True)
    shutil.copytree(shared, usr / "share")
    (usr / "bin").mkdir()
    for name in PROGRAMS:
        (usr / "bin" / name).symlink_to(f"../lib/mlp-desktop/{name}")
