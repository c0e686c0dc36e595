"""MNIST in the cache: fetched, found and loaded."""

import gzip
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from mlp_engine.datasets import mnist
from mlp_engine.datasets.download import FetchProgress, RemoteFile
from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.datasets.mnist import FILES, MIRRORS, fetch_mnist, is_mnist_cached, load_mnist, mnist_folder
from mlp_engine.errors import DataError, DownloadError

NAMES = [file.name for file in FILES]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mnist"


@pytest.fixture
def small_mirror(mirror: Any, small_mnist: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mirror of a small MNIST, which the program takes for the real one."""
    plain = small_mnist.files()
    mirror.files |= {f"{name}.gz": gzip.compress(content) for name, content in plain.items()}
    small_files = [
        RemoteFile(f"{name}.gz", len(content), sha256(content).hexdigest()) for name, content in plain.items()
    ]
    monkeypatch.setattr(mnist, "FILES", tuple(small_files))
    return mirror


def test_the_cache_is_the_platforms_unless_the_environment_names_another(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mnist_folder() == cache
    monkeypatch.delenv("MLP_CACHE_DIR")
    assert mnist_folder() == platformdirs.user_cache_path("mlp-desktop", appauthor=False) / "mnist"


def test_without_the_cache_the_sentence_says_what_to_do(cache: Path) -> None:
    assert not is_mnist_cached()
    with pytest.raises(DataError) as caught:
        load_mnist("train")
    message = str(caught.value)
    assert "`mlp-engine data fetch mnist`" in message
    assert message.endswith(f"without a network, copy {', '.join(NAMES)} into {cache}.")


def test_fetched_once_then_loaded_without_the_network(small_mirror: Any, small_mnist: Any, cache: Path) -> None:
    seen: list[FetchProgress] = []
    assert fetch_mnist(mirrors=[small_mirror.url()], on_progress=seen.append) == cache
    assert sorted(path.name for path in cache.iterdir()) == sorted(NAMES)
    assert list(dict.fromkeys(progress.file for progress in seen)) == NAMES
    assert is_mnist_cached()
    training, test = load_mnist("train"), load_mnist("test")
    assert (training.name, len(training), test.name, len(test)) == ("MNIST training set", 3, "MNIST test set", 2)
    assert training.labels.tolist() == [7, 2, 1]
    fetch_mnist(mirrors=[])


def test_files_copied_by_hand_are_as_good_as_fetched_ones(small_mirror: Any, small_mnist: Any, cache: Path) -> None:
    small_mnist.write(cache, dotted=True)
    fetch_mnist(mirrors=[])
    assert is_mnist_cached()
    assert len(load_mnist("test")) == 2


def test_only_what_is_missing_or_wrong_is_fetched(small_mirror: Any, small_mnist: Any, tmp_path: Path) -> None:
    folder = small_mnist.write(tmp_path / "elsewhere")
    (folder / "t10k-labels-idx1-ubyte").unlink()
    (folder / "train-labels-idx1-ubyte").write_bytes(b"damaged")
    assert fetch_mnist(folder, mirrors=[small_mirror.url()]) == folder
    assert [name for _, name, _ in small_mirror.asked] == ["train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]
    # The damaged copy is still there, and the fetched file goes before it.
    assert (len(load_idx_folder(folder, "train")), len(load_idx_folder(folder, "test"))) == (3, 2)


def test_offline_the_sentence_names_the_four_files_and_the_folder(cache: Path) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch_mnist(mirrors=["http://127.0.0.1:1/a/", "http://127.0.0.1:1/b/"])
    message = str(caught.value)
    assert message.count("127.0.0.1:1: ") == message.count("refused") == 2
    assert message.endswith(f"without a network, copy {', '.join(NAMES)} into {cache}.")


def test_there_are_two_mirrors_on_different_hosts_and_both_are_encrypted() -> None:
    assert len({mirror.split("/")[2] for mirror in MIRRORS}) >= 2
    assert all(mirror.startswith("https://") for mirror in MIRRORS)


def test_the_real_files_have_the_known_checksums(shared_data: Path) -> None:
    for file in FILES:
        assert file.is_held_by(shared_data / "mnist" / file.name)
    assert not FILES[0].is_held_by(shared_data / "mnist" / FILES[2].name)


def test_the_real_mnist_is_fetched_whole(shared_data: Path, mirror: Any, cache: Path) -> None:
    mirror.files |= {name: (shared_data / "mnist" / name).read_bytes() for name in NAMES}
    mirror.answers["wrong"] = lambda visit, content: visit.give(content[: len(content) // 2] * 2)
    fetch_mnist(mirrors=[mirror.url("wrong"), mirror.url()])
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == mirror.files
    assert (len(load_mnist("train")), len(load_mnist("test"))) == (60_000, 10_000)
