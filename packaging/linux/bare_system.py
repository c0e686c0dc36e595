"""The trial of a package: in a Debian with nothing but its base, it must install, answer, train and open its window."""

import filecmp
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SECONDS = 60
"""The longest that the window may take to appear on a busy machine."""
MIRROR = os.environ.get("DEBIAN_MIRROR", "")
"""Where packages come from; by default, from where this system gets its own."""


def try_package(package: Path, root: Path, picture: Path) -> None:
    """Install ``package`` in a new bare Debian in ``root``, use both programs as a user, and photograph the window.

    Raises:
        subprocess.CalledProcessError: if a command fails.
        RuntimeError: if the window does not appear or does not end when it is told to.
    """
    if not (root / "etc" / "debian_version").exists():
        subprocess.run(["debootstrap", "--variant=minbase", _release(), str(root), *_mirror()], check=True)
    shutil.copy(package, root / "root" / package.name)
    _copy_sources(root)
    with _mounted(root):
        run = ["chroot", str(root), "env", "-i", "HOME=/root", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
        quiet = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "--no-install-recommends"]
        subprocess.run([*run, *quiet, "update"], check=True)
        subprocess.run([*run, *quiet, "install", "--reinstall", f"/root/{package.name}"], check=True)
        subprocess.run([*run, "sh", "-c", "! command -v python3"], check=True)
        _check_resources(root / "usr" / "lib" / "mlp-desktop" / "_internal" / "mlp_engine" / "_resources")
        for words in (
            ["mlp-engine", "--version"],
            ["mlp-engine", "predict", "/usr/lib/mlp-desktop/_internal/mlp_engine/_resources/samples/digit-7.png"],
            ["mlp-engine", "train", "--data", "practice:200", "--epochs", "1", "--out", "/root/small.safetensors"],
            ["mlp-engine", "sweep", "--over", "l2=0,1", "--data", "practice:200", "--epochs", "1", "--workers", "2"],
            ["mlp-desktop", "--version"],
        ):
            print("$", *words, flush=True)
            subprocess.run([*run, *words], check=True)
        _try_window(run, picture)


def _check_resources(installed: Path) -> None:
    """Every file of ``resources`` is installed as it is: weights, lessons, the glossary and the rest."""
    files = [path.relative_to(RESOURCES) for path in RESOURCES.rglob("*") if path.is_file()]
    _, changed, missing = filecmp.cmpfiles(RESOURCES, installed, map(str, files), shallow=False)
    if changed or missing:
        raise RuntimeError(f"Resources are not installed as they are: {changed + missing}")
    print(f"{len(files)} resources are installed", flush=True)


def _try_window(run: Sequence[str], picture: Path) -> None:
    display = ":87"
    with _ended(subprocess.Popen(["Xvfb", display, "-screen", "0", "1280x860x24", "-ac"], stderr=subprocess.DEVNULL)):
        command = [*run, f"DISPLAY={display}", "mlp-desktop", "/root/small.safetensors"]
        window = subprocess.Popen(command, stderr=subprocess.PIPE)
        with _ended(window):
            end = time.monotonic() + SECONDS
            while not _shows_something(display, picture):
                if window.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"The window did not appear (exit code {window.poll()}).")
                time.sleep(1)
            time.sleep(5)  # the tabs behind the first are built after its painting
            _photograph(display, picture)
            window.terminate()
            code = window.wait(SECONDS)
            if code not in (143, -15):
                raise RuntimeError(f"The window ended with exit code {code} after SIGTERM; 143 was expected.")
            assert window.stderr is not None, "it is a pipe"
            if complaint := window.stderr.read().decode():
                raise RuntimeError(f"The window's libraries complained: {complaint}")
    print(f"The window was started and ended: {picture}")


def _shows_something(display: str, picture: Path) -> bool:
    """Whether the display is more than one colour."""
    if not _photograph(display, picture):
        return False
    colours = subprocess.run(["identify", "-format", "%k", str(picture)], check=True, capture_output=True, text=True)
    return int(colours.stdout) > 16


def _photograph(display: str, picture: Path) -> bool:
    command = ["import", "-display", display, "-window", "root", str(picture)]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


@contextmanager
def _mounted(root: Path) -> Iterator[None]:
    """What a program expects of a running system: /proc, /dev, shared memory, and the sockets of the display."""
    folders = ("/proc", "/dev", "/dev/shm", "/tmp/.X11-unix")
    Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
    mounted: list[Path] = []
    try:
        for folder in folders:
            target = root / folder.lstrip("/")
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", folder, str(target)], check=True)
            mounted.append(target)
        yield
    finally:
        for target in reversed(mounted):
            subprocess.run(["umount", "--lazy", str(target)], check=False)


def _release() -> str:
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    return next(line.split("=")[1] for line in text.splitlines() if line.startswith("VERSION_CODENAME="))


def _others_sources(folder: str, names: list[str]) -> list[str]:
    """Sources that are not the distribution's: they may need certificates, which a bare system has not."""
    if Path(folder).name != "sources.list.d":
        return []
    return [name for name in names if not name.startswith(("debian", "ubuntu"))]


def _mirror() -> list[str]:
    return [MIRROR] if MIRROR else []


def _copy_sources(root: Path) -> None:
    """Let the bare system get the distribution's own packages from where this one does."""
    for folder in ("etc/apt", "usr/share/keyrings"):
        shutil.copytree(Path("/") / folder, root / folder, dirs_exist_ok=True, symlinks=True, ignore=_others_sources)
    for name in ("resolv.conf", "hosts"):
        with suppress(FileNotFoundError):
            shutil.copy(Path("/etc") / name, root / "etc" / name)
