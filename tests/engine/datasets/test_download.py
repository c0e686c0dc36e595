"""Downloads from a mirror on this machine that fails in every way a mirror can."""

import errno
import gc
import gzip
import io
import os
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from hashlib import sha256
from http.client import HTTPMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import URLError
from urllib.request import Request

import numpy as np
import pytest

from mlp_engine.datasets import download
from mlp_engine.datasets.download import (
    DownloadCancelled,
    FetchProgress,
    HttpsStaysHttps,
    RemoteFile,
    fetch_files,
)
from mlp_engine.errors import DownloadError
from mlp_engine.files.lock import file_lock

CONTENT = np.random.default_rng(2).bytes(300_000)
SENT = gzip.compress(CONTENT)
FILE = RemoteFile("digits.gz", len(CONTENT), sha256(CONTENT).hexdigest())
HALF = len(SENT) // 2
# As long as a mirror that says nothing is waited for: a busy machine, too, answers sooner.
SECONDS_TO_STALL = 1.0

Answer = Callable[[Any, bytes], None]


@pytest.fixture(scope="module", autouse=True)
def no_socket_left_open() -> Iterator[None]:
    yield
    gc.collect()  # a socket or file that nobody closed speaks up here, as a ResourceWarning


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "digits"


@pytest.fixture
def fetch(mirror: Any, folder: Path) -> Callable[..., None]:
    mirror.files[FILE.name] = SENT

    def fetch_from(*places: str, **options: Any) -> None:
        options = {"timeout": 5.0} | options
        fetch_files([FILE], folder, [mirror.url(place) for place in places], **options)

    return fetch_from


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def give_status(status: int) -> Answer:
    return lambda visit, content: visit.give(b"<html>sorry</html>", status)


def give_other_content(visit: Any, content: bytes) -> None:
    visit.give(gzip.compress(b"not the digits"))


def give_sign_in_page(visit: Any, content: bytes) -> None:
    visit.give(b"<html>Please sign in to this network</html>")


def drop_half_way(visit: Any, content: bytes) -> None:
    visit.give(content[:HALF], headers={"Content-Length": str(len(content))})


def drop_half_way_in_chunks(visit: Any, content: bytes) -> None:
    visit.send_response(200)
    visit.send_header("Transfer-Encoding", "chunked")
    visit.end_headers()
    visit.wfile.write(b"%x\r\n" % len(content) + content[:HALF])


def stall_half_way(visit: Any, content: bytes) -> None:
    drop_half_way(visit, content)
    visit.wait_for_the_end_of_the_test()


def say_nothing(visit: Any, content: bytes) -> None:
    visit.wait_for_the_end_of_the_test()


def speak_no_http(visit: Any, content: bytes) -> None:
    visit.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


def send_another_range(visit: Any, content: bytes) -> None:
    visit.give(content[1:], 206, {"Content-Range": f"bytes 1-{len(content) - 1}/{len(content)}"})


def redirect_to(address: str) -> Answer:
    return lambda visit, content: visit.give(b"", 302, {"Location": address})


def send_without_end(visit: Any, content: bytes) -> None:
    visit.send_response(200)
    visit.end_headers()
    while not visit.server.mirror.over.is_set():
        visit.wfile.write(bytes(1 << 16))


FAULTS = {
    "not found": (give_status(404), "HTTP 404"),
    "unavailable": (give_status(503), "HTTP 503"),
    "no content": (give_status(204), "HTTP 204 without what was asked for"),
    "range nobody asked for": (send_another_range, "HTTP 206 without what was asked for"),
    "other content": (give_other_content, "sent something else"),
    "sign-in page": (give_sign_in_page, "sent something else"),
    "endless": (send_without_end, "sent something else"),
    "dropped": (drop_half_way, "the connection ended early"),
    "dropped in chunks": (drop_half_way_in_chunks, "IncompleteRead"),
    "stalled": (stall_half_way, "timed out"),
    "silent": (say_nothing, "timed out"),
    "no HTTP": (speak_no_http, "SSH-2.0"),
    "redirected to itself": (redirect_to("/bad/digits.gz"), "HTTP 302"),
    "redirected to a file": (redirect_to("file:///etc/hosts"), "HTTP 302"),
    "redirected to nonsense": (redirect_to("http://[broken/"), "Invalid IPv6 URL"),
    "redirected nowhere": (redirect_to("http://127.0.0.1:1/digits.gz"), "refused"),
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_the_next_mirror_helps_out(
    fault: Answer, reason: str, mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    mirror.answers["bad"] = fault
    fetch("bad", "good", timeout=SECONDS_TO_STALL)
    assert content_of(folder) == {FILE.name: SENT}
    assert mirror.asked[-1][:2] == ("good", FILE.name)


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_when_no_mirror_helps_one_sentence_says_why_and_what_to_do(
    fault: Answer, reason: str, mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    mirror.answers |= {"bad": fault, "worse": give_status(410)}
    with pytest.raises(DownloadError) as caught:
        fetch("bad", "worse", timeout=SECONDS_TO_STALL)
    message = str(caught.value)
    host = mirror.url().split("/")[2]
    assert message.startswith(f"digits.gz must come from one of the mirrors, and none gave it ({host}: ")
    assert reason in message
    assert f"; {host}: HTTP 410); without a network, copy digits.gz into {folder}." in message
    assert "\n" not in message
    assert len(message) < 400 + len(str(folder))
    # Nothing under the final name, and bytes kept only where they can still become the file.
    assert set(content_of(folder)) <= {f"{FILE.name}.part"}
    assert SENT.startswith(content_of(folder).get(f"{FILE.name}.part", b""))


def test_a_host_that_cannot_be_reached_is_named(folder: Path) -> None:
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1:1: .*refused"):
        fetch_files([FILE], folder, ["http://127.0.0.1:1/"])


@pytest.mark.parametrize("fault", [drop_half_way, drop_half_way_in_chunks, stall_half_way])
def test_a_dropped_download_goes_on_at_the_next_mirror(
    fault: Answer, mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    mirror.answers["bad"] = fault
    fetch("bad", "good", timeout=SECONDS_TO_STALL)
    assert mirror.asked == [("bad", FILE.name, None), ("good", FILE.name, f"bytes={HALF}-")]
    assert content_of(folder) == {FILE.name: SENT}


def test_a_dropped_download_goes_on_at_the_next_call(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.answers["bad"] = drop_half_way
    with pytest.raises(DownloadError):
        fetch("bad")
    assert content_of(folder) == {f"{FILE.name}.part": SENT[:HALF]}
    seen: list[FetchProgress] = []
    fetch("good", on_progress=seen.append)
    assert seen[0] == FetchProgress(FILE.name, HALF, len(SENT))
    assert mirror.asked[-1] == ("good", FILE.name, f"bytes={HALF}-")
    assert content_of(folder) == {FILE.name: SENT}


def test_a_mirror_that_ignores_the_range_starts_again(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.answers |= {"bad": drop_half_way, "plain": lambda visit, content: visit.give(content)}
    fetch("bad", "plain")
    assert mirror.asked[-1] == ("plain", FILE.name, f"bytes={HALF}-")
    assert content_of(folder) == {FILE.name: SENT}


@pytest.mark.parametrize("part", [b"x" * 100, SENT[:-1] + b"x", SENT + b"x", b"x" * 10**6], ids=len)
def test_a_part_that_is_wrong_is_thrown_away_and_the_same_mirror_asked_again(
    part: bytes, mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / f"{FILE.name}.part").write_bytes(part)
    fetch("good")
    assert [range_ for *_, range_ in mirror.asked] == [f"bytes={len(part)}-", None]
    assert content_of(folder) == {FILE.name: SENT}


def test_a_mirror_may_send_the_content_uncompressed(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.files[FILE.name] = CONTENT
    fetch("good")
    assert content_of(folder) == {FILE.name: CONTENT}
    assert FILE.is_held_by(folder / FILE.name)


def test_a_file_that_is_there_is_not_fetched_again_and_a_wrong_one_is_replaced(
    mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    fetch("good")
    fetch("good")
    assert len(mirror.asked) == 1
    (folder / FILE.name).write_bytes(SENT[:-9])
    fetch("good")
    assert len(mirror.asked) == 2
    assert content_of(folder) == {FILE.name: SENT}


def test_a_wrong_file_stays_until_there_is_a_right_one(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FILE.name).write_bytes(b"old")
    mirror.answers["bad"] = give_other_content
    with pytest.raises(DownloadError):
        fetch("bad")
    assert content_of(folder) == {FILE.name: b"old"}


def test_the_final_name_appears_only_when_all_is_there(fetch: Callable[..., None], folder: Path) -> None:
    names: set[str] = set()
    fetch("good", on_progress=lambda progress: names.update(content_of(folder)))
    assert names == {".lock", f"{FILE.name}.part"}


def test_progress_grows_from_nothing_to_everything(fetch: Callable[..., None]) -> None:
    seen: list[FetchProgress] = []
    fetch("good", on_progress=seen.append)
    done = [progress.bytes_done for progress in seen]
    assert (done[0], done[-1]) == (0, len(SENT))
    assert done == sorted(done)
    assert len(done) > 4
    assert {(progress.file, progress.bytes_total) for progress in seen} == {(FILE.name, len(SENT))}


def test_progress_knows_no_total_where_the_mirror_tells_none(mirror: Any, fetch: Callable[..., None]) -> None:
    def tell_no_length(visit: Any, content: bytes) -> None:
        visit.send_response(200)
        visit.end_headers()
        visit.wfile.write(content)

    mirror.answers["quiet"] = tell_no_length
    seen: list[FetchProgress] = []
    fetch("quiet", on_progress=seen.append)
    assert {progress.bytes_total for progress in seen} == {None}
    assert seen[-1].bytes_done == len(SENT)


def test_a_cancelled_download_keeps_its_part_and_goes_on_later(
    mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    seen: list[FetchProgress] = []
    with pytest.raises(DownloadCancelled, match="cancelled"):
        fetch("good", on_progress=seen.append, is_cancelled=lambda: bool(seen) and seen[-1].bytes_done > 0)
    kept = seen[-1].bytes_done
    assert 0 < kept < len(SENT)
    assert content_of(folder) == {f"{FILE.name}.part": SENT[:kept]}
    fetch("good")
    assert mirror.asked[-1] == ("good", FILE.name, f"bytes={kept}-")
    assert content_of(folder) == {FILE.name: SENT}


def test_a_cancel_does_not_wait_for_a_mirror_that_trickles(mirror: Any, fetch: Callable[..., None]) -> None:
    """It stalls until this test ends, so that whoever waited for it would wait for good."""
    mirror.answers["slow"] = stall_half_way
    with pytest.raises(DownloadCancelled):
        fetch("slow", is_cancelled=lambda: True, timeout=3600.0)


def test_a_cancelled_download_asks_no_further_mirror(mirror: Any, fetch: Callable[..., None]) -> None:
    mirror.answers["silent"] = say_nothing
    with pytest.raises(DownloadCancelled):
        fetch("silent", "good", is_cancelled=lambda: bool(mirror.asked), timeout=SECONDS_TO_STALL)
    assert [place for place, *_ in mirror.asked] == ["silent"]


def test_without_any_mirror_nothing_is_fetched(fetch: Callable[..., None], folder: Path) -> None:
    with pytest.raises(DownloadError, match="none gave it"):
        fetch()
    assert content_of(folder) == {}


def test_waiting_for_another_caller_can_be_cancelled(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    folder.mkdir(parents=True)
    polls = iter([False, False, True])
    with file_lock(folder / ".lock", lambda: None), pytest.raises(DownloadCancelled):
        fetch("good", is_cancelled=lambda: next(polls))
    assert mirror.asked == []


def trickle(visit: Any, content: bytes) -> None:
    visit.give(b"", headers={"Content-Length": str(len(content))})
    for start in range(0, len(content), 30_000):
        visit.wfile.write(content[start : start + 30_000])
        time.sleep(0.02)


def test_two_threads_fetch_once(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.answers["slow"] = trickle
    failures: list[BaseException] = []

    def run() -> None:
        try:
            fetch("slow")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(mirror.asked) == 1
    assert content_of(folder) == {FILE.name: SENT}


def start_process(folder: Path, url: str) -> "subprocess.Popen[bytes]":
    code = (
        "from pathlib import Path; from mlp_engine.datasets.download import RemoteFile, fetch_files; "
        f"fetch_files([{FILE!r}], Path({str(folder)!r}), [{url!r}])"
    )
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)


def test_two_processes_fetch_once(mirror: Any, folder: Path) -> None:
    mirror.files[FILE.name] = SENT
    mirror.answers["slow"] = trickle
    with start_process(folder, mirror.url("slow")) as first, start_process(folder, mirror.url("slow")) as second:
        assert (first.communicate()[1], second.communicate()[1]) == (b"", b"")
    assert len(mirror.asked) == 1
    assert content_of(folder) == {FILE.name: SENT}


def test_a_killed_process_leaves_a_part_that_the_next_one_goes_on_from(
    mirror: Any, fetch: Callable[..., None], folder: Path
) -> None:
    mirror.answers["stalled"] = stall_half_way
    part = folder / f"{FILE.name}.part"
    with start_process(folder, mirror.url("stalled")) as process:
        give_up = time.monotonic() + 20
        while not (part.exists() and part.stat().st_size) and time.monotonic() < give_up:
            time.sleep(0.01)
        process.kill()
    kept = part.stat().st_size
    assert 0 < kept <= HALF
    fetch("good")
    assert mirror.asked[-1] == ("good", FILE.name, f"bytes={kept}-")
    assert content_of(folder) == {FILE.name: SENT}


def test_what_is_received_is_bounded(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.answers["endless"] = send_without_end
    most = 0

    def watch(progress: FetchProgress) -> None:
        nonlocal most
        most = max(most, progress.bytes_done)

    with pytest.raises(DownloadError, match="sent something else"):
        fetch("endless", on_progress=watch)
    assert FILE.size < most <= FILE.size + (1 << 16)
    assert content_of(folder) == {}


def test_a_gzip_bomb_does_not_fill_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(1 << 26)))
    tracemalloc.start()
    try:
        assert not FILE.is_held_by(bomb)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_check_reads_no_further_than_the_file_can_be_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.BufferedIOBase):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert self.given <= FILE.size
            self.given += size
            return bytes(size)

    file = SimpleNamespace(open=lambda: nullcontext(Endless()))
    monkeypatch.setattr(download, "file_on_disk", lambda path: file)
    assert not FILE.is_held_by(tmp_path)


@pytest.mark.parametrize(
    "content",
    [CONTENT[:-1], CONTENT + b"x", b"", CONTENT[:-1] + b"x", SENT[:-1], SENT + b"x"],
    ids=["short", "long", "empty", "changed", "gzip cut short", "gzip with more"],
)
def test_other_content_is_not_taken_for_the_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not FILE.is_held_by(path)
    assert not FILE.is_held_by(tmp_path / "missing")


def test_a_folder_that_cannot_be_made_is_a_download_error(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file")
    with pytest.raises(DownloadError, match=r"occupied.digits must be a folder that can be written\. Got: "):
        fetch_files([FILE], tmp_path / "occupied" / "digits", [])


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://elsewhere.example/digits.gz", True),
        ("http://mirror.example/digits.gz", False),
        ("ftp://mirror.example/digits.gz", False),
        ("HTTP://mirror.example/digits.gz", False),
    ],
)
def test_https_is_never_given_up_by_a_redirect(address: str, allowed: bool) -> None:
    asked = Request("https://mirror.example/digits.gz", headers={"Range": "bytes=5-"})
    body = io.BytesIO()

    def follow() -> Request | None:
        return HttpsStaysHttps().redirect_request(asked, body, 302, "Found", HTTPMessage(), address)

    if allowed:
        request = follow()
        assert request is not None
        assert (request.full_url, request.get_header("Range")) == (address, "bytes=5-")
    else:
        with pytest.raises(URLError, match="redirected from https"):
            follow()
        assert body.closed


def test_a_redirect_is_followed_and_keeps_the_range(mirror: Any, fetch: Callable[..., None], folder: Path) -> None:
    mirror.answers |= {"bad": drop_half_way, "moved": redirect_to(mirror.url() + FILE.name)}
    fetch("bad", "moved")
    assert mirror.asked[-1] == ("good", FILE.name, f"bytes={HALF}-")
    assert content_of(folder) == {FILE.name: SENT}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT], ids=lambda number: errno.errorcode[number])
def test_a_full_disk_is_one_sentence_and_the_download_goes_on_later(
    number: int, fetch: Callable[..., None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(DownloadError, match=f"must be a folder that can be written. Got: {os.strerror(number)}"):
            fetch("good")
    assert FILE.name not in content_of(folder), "nothing may stand under the final name"
    fetch("good")
    assert content_of(folder) == {FILE.name: SENT}
