"""What every test stands on: the shared data, a home of its own, and nothing left behind."""

import gc
import os

# As many processes test as there are cores. If each had threads of BLAS on all cores, they would mostly wait for one
# another. This must be set before numpy is imported, and holds for the processes that tests start too.
os.environ.update(
    {
        name: os.environ.get(name, "1")
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    }
)
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from tqdm import tqdm

from mlp_engine.datasets.dataset import Dataset

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
tqdm.monitor_interval = 0  # no thread that watches over the bars, for it outlives them

# A busy machine takes seconds over an example and fails no test by that. Fixtures are made once for all examples.
settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("tests")

# Files of tests are written in memory where Linux has room for them there: to wait until a disk holds what a store or a
# weights file keeps takes ten milliseconds each time. TMPDIR tells the processes that tests start.
_MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and _MEMORY.is_dir():
    _room = os.statvfs(_MEMORY)
    if _room.f_bavail * _room.f_frsize >= 4 << 30 and not _room.f_flag & os.ST_NOEXEC and os.access(_MEMORY, os.W_OK):
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

gc.disable()  # until all tests are known, for what importing them makes stays

TESTS = Path(__file__).parent
WINDOW_TESTS = ("desktop", "e2e")
GRACE_SECONDS = 1.0
FAILED = pytest.StashKey[bool]()
_SET_ASIDE = weakref.WeakSet[Any]()
"""The threads and timers of Qt among the objects that the collector no longer looks at."""


_SPENT: list[tuple[float, str]] = []
"""The processor time of each test so far, with that of the processes that it waited for, in seconds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what names the tests that are worth making faster, whatever else the machine does."""
    parser.addoption(
        "--processor-time", type=int, default=0, metavar="N", help="name the N tests that take most of it (with -n 0)"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure a test with its fixtures."""
    before = sum(os.times()[:4])
    result = yield
    _SPENT.append((sum(os.times()[:4]) - before, item.nodeid))
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the tests that took most processor time."""
    for seconds, name in sorted(_SPENT, reverse=True)[: config.getoption("--processor-time")]:
        terminalreporter.write_line(f"{seconds:7.1f} s  {name}")


def pytest_collection_finish() -> None:
    """Let the collector work again, and pass over what has come with the modules and the list of tests."""
    gc.freeze()
    gc.set_threshold(20_000)  # not in the middle of building a window, which makes thousands of objects that stay
    gc.enable()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data: ``mnist/`` (four IDX files) and ``strokes-dev.jsonl``."""
    named = os.environ.get("MLP_SHARED_DATA")
    if not named:
        pytest.skip("MLP_SHARED_DATA must name the folder of shared data. It is not set.")
    folder = Path(named).resolve()
    if not folder.is_dir():
        pytest.skip(f"MLP_SHARED_DATA must name the folder of shared data. Got {named!r}, which is no folder.")
    return folder


@pytest.fixture
def striped_digits() -> Dataset:
    """Two hundred 28×28 images of ten classes; class d has a bright row 2d + 4, with noise around it."""
    rng = np.random.default_rng(1)
    labels = np.arange(200) % 10
    images = rng.integers(0, 60, (200, 28, 28), np.uint8)
    images[np.arange(200), labels * 2 + 4] = 255
    return Dataset(images.reshape(200, 784), labels, "striped digits")


@pytest.fixture
def digits_folder(striped_digits: Dataset, tmp_path: Path) -> Path:
    """The striped digits as a folder of IDX files: 150 to train on, 50 to test with."""
    folder = tmp_path / "striped"
    folder.mkdir()
    images, labels = striped_digits.inputs.reshape(-1, 28, 28), striped_digits.labels.astype(np.uint8)
    for name, part in (("train", slice(0, 150)), ("t10k", slice(150, 200))):
        count = len(labels[part]).to_bytes(4, "big")
        size = (28).to_bytes(4, "big")
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            b"\0\0\x08\x03" + count + size + size + images[part].tobytes()
        )
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01" + count + labels[part].tobytes())
    return folder


@pytest.fixture(autouse=True)
def own_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and the processes it starts, away from the files and settings of who runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLP_CACHE_DIR", str(home / "cache"))
        patch.setenv("MLP_DATA_DIR", str(home / "data"))
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        if _opens_windows(request):
            from PySide6.QtCore import QSettings

            # Qt remembers the folders of its first look, so the variables alone would not do.
            QSettings.setDefaultFormat(QSettings.Format.IniFormat)
            for file_format in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
                QSettings.setPath(file_format, QSettings.Scope.UserScope, str(home / "config"))
        yield
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test after which a thread or a QThread still runs, a timer ticks or a window stands."""
    threads_before = set(threading.enumerate())
    window_leftovers = _qt_leftovers() if _opens_windows(request) else None
    yield
    if request.node.stash.get(FAILED, False):
        return  # Its traceback keeps alive whatever the test held, and it is to be mended anyway.
    if window_leftovers is not None:
        request.node.funcargs.clear()  # Nobody needs them any more, and what fixtures returned would seem left behind.
        _fail_if_any(window_leftovers)
    _fail_if_any(lambda: [repr(thread) for thread in _python_threads() - threads_before])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for the fixtures that are torn down after it."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def _opens_windows(request: pytest.FixtureRequest) -> bool:
    return request.path.relative_to(TESTS).parts[0] in WINDOW_TESTS


def _fail_if_any(leftovers: Callable[[], list[str]]) -> None:
    """Fail with what stays even after a moment's patience and a collection of the garbage."""
    found = leftovers()
    if not found:
        return
    gc.collect()
    deadline = time.monotonic() + GRACE_SECONDS
    while (found := leftovers()) and time.monotonic() < deadline:
        time.sleep(0.02)
    if found:
        pytest.fail(f"The test left behind: {', '.join(sorted(found))}.", pytrace=False)


def _python_threads() -> set[threading.Thread]:
    # A QThread that once ran Python code stays listed as a dummy until the process ends.
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def _qt_leftovers() -> Callable[[], list[str]]:
    """Remember what of Qt is alive now, and return the function that tells what has come since and still lives."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    def workers() -> list[Any]:
        """Every thread and timer that the collector knows of."""
        objects = gc.get_objects()
        # The types first: there are few of them, and to look at each of 80,000 objects takes four times as long.
        kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, QThread | QTimer)}
        return [item for item in objects if type(item) in kinds]

    def alive() -> dict[int, str]:
        busy: list[QObject] = [item for item in (*_SET_ASIDE, *workers()) if is_busy(item)]
        if isinstance(QCoreApplication.instance(), QApplication):
            busy += QApplication.topLevelWidgets()
        return {shiboken6.getCppPointer(item)[0]: f"{type(item).__name__} {item.objectName()!r}" for item in busy}

    def is_busy(item: QThread | QTimer) -> bool:
        if not shiboken6.isValid(item):
            return False
        return item.isActive() if isinstance(item, QTimer) else item.isRunning() and item != QThread.currentThread()

    # To look through all objects takes longer than most tests of a view. So those of earlier tests are set aside.
    gc.collect()
    _SET_ASIDE.update(workers())
    gc.freeze()
    before = alive()

    def leftovers() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return [name for pointer, name in alive().items() if pointer not in before]

    return leftovers
