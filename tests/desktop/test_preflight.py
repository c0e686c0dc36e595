import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlp_desktop.preflight import find_problem
from mlp_desktop.system_libraries import DEBIAN_PACKAGES, X11_LIBRARIES, how_to_install, missing_libraries
from mlp_engine.version import __version__

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves libraries and display to chance")

Load = Callable[[str], object]


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """A folder with the platform plugins of Qt 6.11, by name."""
    for name in ("xcb", "wayland", "offscreen", "minimal", "vnc"):
        (tmp_path / f"libq{name}.so").touch()
    return tmp_path


@pytest.fixture
def without(plugins: Path) -> Callable[..., Load]:
    """A loader for a system that lacks some libraries; the xcb plugin needs the first of them."""

    def make(*absent: str) -> Load:
        def load(name: str) -> object:
            stumbled = absent[0] if absent and name.startswith(str(plugins)) else name
            if stumbled in absent:
                raise OSError(f"{stumbled}: cannot open shared object file: No such file or directory")
            return object()

        return load

    return make


def no_program(name: str) -> None:
    return None


def launch(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a user would, with no display but what ``variables`` say."""
    display = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    environ = {name: value for name, value in os.environ.items() if name not in display}
    source = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "mlp_desktop", *arguments],
        env={**environ, "PYTHONPATH": source, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a refusal printed, after making sure that it is a refusal and one sentence."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("Digit pad cannot open its window because ")
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_one_missing_library_is_named_with_its_package(plugins: Path, without: Callable[..., Load]) -> None:
    sentence = find_problem(
        {"QT_QPA_PLATFORM": "offscreen"}, system="linux", plugins=plugins, load=without("libEGL.so.1"), which=no_program
    )
    assert sentence == (
        "Digit pad cannot open its window because libEGL.so.1 is missing: install with `sudo apt install libegl1`."
    )


def test_all_missing_libraries_are_named_at_once(plugins: Path, without: Callable[..., Load]) -> None:
    load = without("libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4")
    sentence = find_problem({}, system="linux", plugins=plugins, load=load, which=no_program)
    assert sentence is not None
    assert "libxcb-cursor.so.0, libxcb-icccm.so.4 and libxkbcommon-x11.so.0 are missing" in sentence
    assert "`sudo apt install libxcb-cursor0 libxcb-icccm4 libxkbcommon-x11-0`" in sentence
    assert "DISPLAY and WAYLAND_DISPLAY are not set" in sentence


def test_on_a_bare_machine_the_sentence_stays_readable_and_the_command_complete(
    plugins: Path, without: Callable[..., Load]
) -> None:
    load = without(*DEBIAN_PACKAGES)
    sentence = find_problem({}, system="linux", plugins=plugins, load=load, which=no_program)
    assert sentence is not None
    assert "and 24 more libraries are missing" in sentence
    command = sentence.split("`")[1].split()
    assert set(X11_LIBRARIES.values()) < set(command)
    assert "libwayland-client0" not in command


def test_a_library_of_a_later_qt_is_named_even_without_its_package(plugins: Path, without: Callable[..., Load]) -> None:
    load = without("libnew.so.3", "libEGL.so.1")
    sentence = find_problem(
        {"QT_QPA_PLATFORM": "minimal"}, system="linux", plugins=plugins, load=load, which=no_program
    )
    assert sentence is not None
    assert "libEGL.so.1 and libnew.so.3 are missing" in sentence
    assert "`sudo apt install libegl1` and install the package that holds libnew.so.3" in sentence


def test_wayland_asks_for_its_own_libraries(plugins: Path, without: Callable[..., Load]) -> None:
    load = without("libwayland-cursor.so.0", "libxcb-cursor.so.0")
    environ = {"WAYLAND_DISPLAY": "wayland-0"}
    sentence = find_problem(environ, system="linux", plugins=plugins, load=load, which=no_program)
    assert sentence is not None
    assert "libwayland-cursor0" in sentence
    assert "libxcb-cursor" not in sentence


def test_a_broken_library_is_told_in_the_loaders_words(plugins: Path) -> None:
    def load(name: str) -> object:
        raise OSError("/usr/lib/libEGL.so.1: file too short")

    environ = {"QT_QPA_PLATFORM": "offscreen"}
    sentence = find_problem(environ, system="linux", plugins=plugins, load=load)
    assert sentence is not None
    assert "cannot be loaded (/usr/lib/libEGL.so.1: file too short)" in sentence


def test_rpm_systems_are_given_the_names_they_know() -> None:
    command = how_to_install(["libxcb-cursor.so.0"], which=lambda name: "/usr/bin/dnf" if name == "dnf" else None)
    assert command == "install with `sudo dnf install 'libxcb-cursor.so.0()(64bit)'`"


@linux_only
def test_the_real_loader_names_what_is_missing() -> None:
    assert missing_libraries(["libc.so.6", "libno-such-thing.so.7"]) == {"libno-such-thing.so.7"}


def test_an_unknown_platform_is_answered_with_the_known_ones(plugins: Path, without: Callable[..., Load]) -> None:
    sentence = find_problem({"QT_QPA_PLATFORM": "windows"}, system="linux", plugins=plugins, load=without())
    assert sentence is not None
    assert "Qt has no platform 'windows'" in sentence
    assert "minimal, offscreen, vnc, wayland, xcb" in sentence


@pytest.mark.parametrize("chosen", ["offscreen", "OFFSCREEN", "vnc:size=800x600", "windows;offscreen"])
def test_platforms_without_a_display_need_none(plugins: Path, without: Callable[..., Load], chosen: str) -> None:
    assert find_problem({"QT_QPA_PLATFORM": chosen}, system="linux", plugins=plugins, load=without()) is None


@pytest.mark.parametrize("platform", ["wayland", "wayland-egl"])
@pytest.mark.parametrize("plugin", ["wayland", "wayland-generic"])
def test_wayland_goes_by_the_names_of_qt_6_9_and_of_6_10(
    tmp_path: Path, without: Callable[..., Load], platform: str, plugin: str
) -> None:
    (tmp_path / f"libq{plugin}.so").touch()
    environ = {"QT_QPA_PLATFORM": platform, "WAYLAND_SOCKET": "7"}
    assert find_problem(environ, system="linux", plugins=tmp_path, load=without()) is None


@linux_only
def test_a_compositor_that_answers_is_enough_and_a_dead_one_is_named(
    plugins: Path, without: Callable[..., Load], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short, so a relative one
    environ = {"WAYLAND_DISPLAY": "wayland-5", "XDG_RUNTIME_DIR": "."}
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind("wayland-5")
        compositor.listen()
        assert find_problem(environ, system="linux", plugins=plugins, load=without()) is None
    sentence = find_problem(environ, system="linux", plugins=plugins, load=without())
    assert sentence is not None
    assert "no compositor answers at WAYLAND_DISPLAY=wayland-5" in sentence


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_have_nothing_to_check(tmp_path: Path, system: str) -> None:
    assert find_problem({}, system=system, plugins=tmp_path) is None


@linux_only
def test_without_a_display_the_program_says_so_in_one_sentence() -> None:
    sentence = one_sentence(launch())
    assert "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)" in sentence
    assert "package xvfb" in sentence


@linux_only
def test_a_display_where_nobody_answers_is_named() -> None:
    if missing_libraries(X11_LIBRARIES):
        pytest.skip("needs Qt's X11 libraries")
    assert "no X server answers at DISPLAY=:987" in one_sentence(launch(DISPLAY=":987"))


@linux_only
def test_a_platform_that_qt_does_not_know_is_refused() -> None:
    assert "Qt has no platform 'windows'" in one_sentence(launch(QT_QPA_PLATFORM="windows"))


@pytest.fixture
def x_server() -> Iterator[str]:
    """The name of a display on which a virtual X server answers."""
    read_end, write_end = os.pipe()
    try:
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write_end)], pass_fds=[write_end], stderr=subprocess.PIPE)
    except FileNotFoundError:
        os.close(write_end)
        os.close(read_end)
        pytest.skip("needs Xvfb")
    os.close(write_end)
    with os.fdopen(read_end) as announced, server:
        yield f":{announced.readline().strip()}"
        server.terminate()


@linux_only
def test_a_display_that_answers_is_enough_and_is_asked_without_a_trace(x_server: str) -> None:
    if missing_libraries(X11_LIBRARIES):
        pytest.skip("needs Qt's X11 libraries")
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    environ = dict(os.environ)
    assert find_problem({"DISPLAY": x_server}) is None
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files
    assert dict(os.environ) == environ


def test_help_and_version_need_neither_qt_nor_display(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError('blocked')")
    for option, told in (("--help", "weights, a picture, strokes, data,"), ("--version", __version__)):
        done = launch(option, PYTHONPATH=os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])]))
        assert (done.returncode, done.stderr) == (0, "")
        assert told in done.stdout


def test_a_file_that_does_not_exist_is_refused_before_anything_opens() -> None:
    done = launch("no-such.safetensors")
    assert done.returncode == 2
    assert "must be a file or folder that exists. Got 'no-such.safetensors'." in done.stderr


def test_an_unknown_option_is_refused() -> None:
    assert launch("--fullscreen").returncode == 2
