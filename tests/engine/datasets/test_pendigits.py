"""Pendigits in the cache: fetched, found and loaded."""

import gzip
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_engine.datasets import pendigits
from mlp_engine.datasets.download import RemoteFile
from mlp_engine.datasets.pendigits import FILE, MIRRORS, fetch_pendigits, load_pendigits, pendigits_folder
from mlp_engine.errors import DataError, DownloadError

# Two digits of writers 12 and 3, as UCI's file has them: strokes only, label and writer in a comment.
UNIPEN = b""".INCLUDE        dene.doc

.LEXICON "0" "1" "2" "3" "4" "5" "6" "7" "8" "9"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "1"
.COMMENT 1 12  224
.PEN_DOWN
 250  350
 251  100
.PEN_UP
.DT 100
.SEGMENT DIGIT    1-2 ? "7"
.COMMENT 7 3  225
.PEN_DOWN
 100  350
 250  350
 150  100
.PEN_UP
.PEN_DOWN
 120  220
 220  220
.PEN_UP
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pendigits"


@pytest.fixture
def small_mirror(mirror: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mirror of two digits, which the program takes for all of them."""
    # What a mirror packs otherwise counts by its content; LZW has tests of its own.
    mirror.files[FILE.name] = gzip.compress(UNIPEN)
    monkeypatch.setattr(pendigits, "FILE", RemoteFile(FILE.name, len(UNIPEN), sha256(UNIPEN).hexdigest()))
    return mirror


def test_without_the_cache_the_sentence_says_what_to_do(cache: Path) -> None:
    assert pendigits_folder() == cache
    with pytest.raises(DataError) as caught:
        load_pendigits()
    message = str(caught.value)
    assert "`mlp-engine data fetch pendigits`" in message
    assert message.endswith(f"without a network, copy pendigits-orig.tra.Z into {cache}.")


def test_fetched_once_then_loaded_without_the_network(small_mirror: Any, cache: Path) -> None:
    assert fetch_pendigits(mirrors=[small_mirror.url()]) == cache
    assert fetch_pendigits(mirrors=[]) == cache
    samples = load_pendigits()
    assert samples.labels is not None
    assert samples.writers is not None
    assert (samples.name, samples.labels.tolist(), samples.writers.tolist()) == ("pendigits", [1, 7], [12, 3])


def test_a_download_that_was_broken_off_goes_on(small_mirror: Any, cache: Path) -> None:
    sent = small_mirror.files[FILE.name]
    cache.mkdir(parents=True)
    (cache / f"{FILE.name}.part").write_bytes(sent[:50])
    fetch_pendigits(mirrors=[small_mirror.url()])
    assert [asked for _, _, asked in small_mirror.asked] == ["bytes=50-"]
    assert (cache / FILE.name).read_bytes() == sent


@pytest.mark.parametrize(
    ("name", "content"), [("pendigits-orig.tra", UNIPEN), ("pendigits-orig.tra.gz", gzip.compress(UNIPEN))]
)
def test_an_unpacked_copy_is_as_good(name: str, content: bytes, small_mirror: Any, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / name).write_bytes(content)
    fetch_pendigits(mirrors=[])
    assert len(load_pendigits()) == 2


def test_a_damaged_copy_is_fetched_again(small_mirror: Any, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / FILE.name).write_bytes(b"damaged")
    fetch_pendigits(mirrors=[small_mirror.url()])
    assert len(load_pendigits()) == 2


def test_no_mirror_is_one_sentence() -> None:
    with pytest.raises(DownloadError, match=r"pendigits-orig\.tra\.Z must come from one of the mirrors"):
        fetch_pendigits(mirrors=["http://127.0.0.1:9/"], timeout=0.5)


def test_mirrors_are_asked_by_https() -> None:
    assert all(mirror.startswith("https://") for mirror in MIRRORS)


def test_versions_follow_the_digits_as_they_were_drawn(small_mirror: Any) -> None:
    fetch_pendigits(mirrors=[small_mirror.url()])
    as_drawn, three = load_pendigits(), load_pendigits(3)
    assert three.labels is not None
    assert three.generated is not None
    assert three.name == "pendigits, 3 versions"
    assert three.labels.tolist() == [1, 7] * 3
    assert three.generated.tolist() == [False, False, True, True, True, True]
    np.testing.assert_array_equal(three.inputs[:2], as_drawn.inputs)
    assert len({row.tobytes() for row in three.inputs}) == 6
    np.testing.assert_array_equal(load_pendigits(2).inputs, three.inputs[:4])
