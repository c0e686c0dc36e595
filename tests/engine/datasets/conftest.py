"""What the tests of the data sources share: files written by hand, and a mirror on this machine with faults."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Visit(BaseHTTPRequestHandler):
    """One request; what a fault has to work with."""

    server: Any  # a _Server

    def do_GET(self) -> None:
        _, place, name = self.path.split("/", 2)
        mirror = self.server.mirror
        mirror.asked.append((place, name, self.headers.get("Range")))
        mirror.answers[place](self, mirror.files.get(name, b""))

    def give(self, content: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in ({"Content-Length": str(len(content))} | (headers or {})).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    @property
    def start(self) -> int:
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(match[1]) if match else 0

    def wait_for_the_end_of_the_test(self) -> None:
        self.wfile.flush()
        self.server.mirror.over.wait(30)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        pass


def answer_well(visit: Visit, content: bytes) -> None:
    """As real mirrors do: ranges are honoured, or refused where they begin past the end."""
    start = visit.start
    if start and start >= len(content):
        visit.give(b"", 416)
    elif start:
        visit.give(content[start:], 206, {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"})
    else:
        visit.give(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them
    mirror: "Mirror"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class Mirror:
    """A server of ``files`` whose every top-level folder answers in its own way; "good" answers well."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.answers: dict[str, Callable[[Visit, bytes], None]] = {"good": answer_well}
        self.asked: list[tuple[str, str, str | None]] = []
        self.over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Visit)
        self._server.mirror = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def url(self, place: str = "good") -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{place}/"

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of this machine is asked of it directly."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    server = Mirror()
    yield server
    server.close()
