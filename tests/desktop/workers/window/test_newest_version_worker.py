"""Asking for the newest version: one request, and silence whatever comes back."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from mlp_desktop.workers.window.newest_version_worker import NewestVersionWorker, is_newer

Serve = Callable[[bytes], str]


@pytest.fixture
def requests() -> list[tuple[str, dict[str, str]]]:
    """The path and the headers of every request that arrived."""
    return []


@pytest.fixture
def serve(requests: list[tuple[str, dict[str, str]]]) -> Iterator[Serve]:
    """Starts a server that answers with these bytes; returns its address."""
    servers: list[HTTPServer] = []

    def begin(answer: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append((self.path, dict(self.headers)))
                if answer == b"404":
                    self.send_error(404)
                    return
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/newest"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_answer_names_the_version_and_the_request_names_nobody(serve, requests) -> None:
    assert NewestVersionWorker(serve(b'{"tag_name": "v1.4.2", "body": "news"}')).work() == "1.4.2"
    (path, headers), *more = requests
    assert not more
    assert path == "/newest"
    assert set(headers) <= {"Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"}
    assert headers["User-Agent"] == "mlp-desktop"


@pytest.mark.parametrize(
    "answer",
    [b"404", b"", b"<html>", b"[]", b'{"tag_name": 7}', b'{"name": "1.2"}', b'{"tag_name": "1.2; rm"}', b"[" * 100_000],
)
def test_whatever_else_is_answered_is_no_version(serve, answer: bytes) -> None:
    assert NewestVersionWorker(serve(answer)).work() == ""


def test_an_answer_without_end_is_left(serve) -> None:
    assert NewestVersionWorker(serve(b" " * 1_500_000 + b'{"tag_name": "9"}')).work() == ""


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/newest", "file:///etc/hostname", "nowhere", ""])
def test_without_an_answer_it_ends_in_silence(address: str) -> None:
    assert NewestVersionWorker(address).work() == ""


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10", "0.9.3", True),
        ("v1.0", "1.0.0", False),
        ("0.1.0", "0.1.1", False),
        ("", "0.1.0", False),
        ("latest", "0.1.0", False),
    ],
)
def test_versions_are_compared_number_by_number(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
