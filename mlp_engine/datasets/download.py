"""Downloads files from public mirrors into a folder. A file is checked and appears whole, or not at all."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from mlp_engine.errors import DataError, DownloadError
from mlp_engine.files.lock import file_lock
from mlp_engine.files.paths import shown_path
from mlp_engine.files.source_file import file_on_disk

TIMEOUT = 10.0
"""Seconds that a mirror may stay silent, before its answer and between two pieces of it."""

_PIECE = 1 << 16
_LOCK = ".lock"  # in the folder
_LOCK_POLL = 0.1  # seconds


@dataclass(frozen=True)
class RemoteFile:
    """A file with known content.

    Attributes:
        name: its name on every mirror and in the folder.
        size: bytes of its content, decompressed; no more than this is ever received.
        sha256: checksum of its decompressed content, so that mirrors may compress it in different ways.
    """

    name: str
    size: int
    sha256: str

    def is_held_by(self, path: Path) -> bool:
        """Whether the file at ``path``, plain or gzip, has this content. Reads no further than ``size``."""
        digest, left = sha256(), self.size
        try:
            with file_on_disk(path).open() as stream:
                while left >= 0 and (piece := stream.read(_PIECE)):
                    left -= len(piece)
                    digest.update(piece)
        except DataError:
            return False
        return left == 0 and digest.hexdigest() == self.sha256


@dataclass(frozen=True)
class FetchProgress:
    """The progress of a download: bytes of ``file`` received, and their total if the mirror states it (compressed)."""

    file: str
    bytes_done: int
    bytes_total: int | None


class DownloadCancelled(DownloadError):  # noqa: N818 (not an error, but what the user asked for)
    """The user stopped the download; what has arrived is kept for the next one."""


class HttpsStaysHttps(HTTPRedirectHandler):
    """Follows redirects, but never from https to anything less."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """As the base class; raises :class:`URLError` for a redirect that drops the encryption."""
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            fp.close()
            raise URLError("redirected from https to an address without it")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def offline_advice(files: Sequence[RemoteFile], folder: Path) -> str:
    """What to do without a network, as the end of a sentence."""
    return f"copy {', '.join(file.name for file in files)} into {folder}"


def fetch_files(
    files: Sequence[RemoteFile],
    folder: Path,
    mirrors: Sequence[str],
    *,
    timeout: float = TIMEOUT,
    on_progress: Callable[[FetchProgress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> None:
    """Download each of ``files`` into ``folder``, from the first of ``mirrors`` (addresses of folders) that has it.

    A file gets its name once its checksum is right. Until then it is called ``NAME.part``, and the next mirror, or the
    next call, continues it. If several callers use one folder, one downloads and the others wait until the files are
    there. Both callbacks are called after every piece, in this thread.

    Raises:
        DownloadCancelled: soon after ``is_cancelled`` says so, or after ``timeout`` where a mirror is silent.
        DownloadError: if no mirror gives a file, or if the folder cannot be written.
    """

    def check_cancelled() -> None:
        if is_cancelled is not None and is_cancelled():
            raise DownloadCancelled("The download was cancelled; the next one continues from what has arrived.")

    def wait_for_lock() -> None:
        check_cancelled()
        time.sleep(_LOCK_POLL)

    def report(progress: FetchProgress) -> None:
        if on_progress is not None:
            on_progress(progress)
        check_cancelled()

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file_lock(folder / _LOCK, wait_for_lock):
            for file in files:
                if file.is_held_by(folder / file.name):
                    continue
                transfer = _Transfer(file, folder, timeout, report)
                reasons: list[str] = []
                for mirror in mirrors:
                    check_cancelled()
                    try:
                        transfer.fetch_from(mirror)
                        break
                    except _MirrorError as error:
                        reasons.append(f"{urlsplit(mirror).netloc}: {error}")
                else:
                    raise DownloadError(
                        f"{file.name} must come from one of the mirrors, and none gave it ({'; '.join(reasons)}); "
                        f"without a network, {offline_advice(files, folder)}."
                    )
    except OSError as error:
        raise DownloadError(
            f"{shown_path(folder)} must be a folder that can be written. Got: {error.strerror or error}."
        ) from error


class _MirrorError(Exception):
    """Raised if a mirror did not deliver a file, with the reason in a few words."""


class _Transfer:
    """The download of one file into one folder."""

    def __init__(self, file: RemoteFile, folder: Path, timeout: float, report: Callable[[FetchProgress], None]) -> None:
        self._file = file
        self._target = folder / file.name
        self._part = folder / f"{file.name}.part"
        self._timeout = timeout
        self._report = report

    def fetch_from(self, mirror: str) -> None:
        """Continue from this mirror until the file is there. Raises :class:`_MirrorError` if that fails."""
        url = f"{mirror.rstrip('/')}/{self._file.name}"
        while True:
            resumed = self._receive(url)
            if self._file.is_held_by(self._part):
                self._part.replace(self._target)
                return
            self._part.unlink()
            # The fault may lie in what an earlier attempt left: this mirror gets one try from the beginning.
            if not resumed:
                raise _MirrorError("sent something else")

    def _receive(self, url: str) -> bool:
        """Append what the mirror sends to the partial file; returns whether it continued an earlier one."""
        held = self._part.stat().st_size if self._part.exists() else 0
        with _open(url, held, self._timeout) as response:
            resumed = response.status == 206
            done = held if resumed else 0
            length = response.headers.get("Content-Length", "")
            total = done + int(length) if length.isdecimal() else None
            with self._part.open("ab" if resumed else "wb") as part:
                self._report(FetchProgress(self._file.name, done, total))
                while done <= self._file.size and (piece := _read_piece(response)):
                    part.write(piece)
                    done += len(piece)
                    self._report(FetchProgress(self._file.name, done, total))
                part.flush()
                os.fsync(part.fileno())  # the name must not outlive a power cut that the bytes do not
        if total is not None and done < min(total, self._file.size):
            raise _MirrorError("the connection ended early")
        return resumed


def _open(url: str, held: int, timeout: float) -> HTTPResponse:
    """Ask for ``url`` from byte ``held`` on. An answer with status 206 starts there, one with 200 at the beginning."""
    headers = {"User-Agent": "mlp-desktop"}
    if held:
        headers["Range"] = f"bytes={held}-"
    try:
        response: HTTPResponse = build_opener(HttpsStaysHttps).open(Request(url, headers=headers), timeout=timeout)
    except HTTPError as error:
        error.close()
        if held and error.code == 416:  # no such range: the part is longer than the file
            return _open(url, 0, timeout)
        raise _MirrorError(f"HTTP {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:  # ValueError: redirected to an address that is none
        raise _MirrorError(_in_a_few_words(error)) from error
    continues = held > 0 and response.headers.get("Content-Range", "").startswith(f"bytes {held}-")
    if response.status != 200 and not (response.status == 206 and continues):
        response.close()
        raise _MirrorError(f"HTTP {response.status} without what was asked for")
    return response


def _read_piece(response: HTTPResponse) -> bytes:
    try:
        return response.read1(_PIECE)  # what is there, so that a cancel does not wait for a slow mirror
    except (OSError, HTTPException, ValueError) as error:
        raise _MirrorError(_in_a_few_words(error)) from error


def _in_a_few_words(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    words = (cause.strerror if isinstance(cause, OSError) else None) or str(cause) or type(cause).__name__
    words = " ".join(words.split())  # a mirror may have a say in them
    return words if len(words) <= 80 else words[:79] + "…"
