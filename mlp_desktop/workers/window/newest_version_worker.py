"""The worker that asks which version of the program is the newest."""

import json
import re
import time
from urllib.request import Request, urlopen

from mlp_desktop.workers.kit.worker import Stopped, Worker

SECONDS = 5.0
"""How long it waits for an answer, and again for the whole of it."""

_MOST_BYTES = 1_000_000
_PIECE = 65_536
_VERSION = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})", re.ASCII)


class NewestVersionWorker(Worker):
    """Sends one GET without anything about the person, and succeeds with the version that the answer names.

    It succeeds with an empty text if nobody answers, or nothing that is a release: being offline is no fault.
    """

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        """Ask ``address``, which is HTTP or HTTPS, and wait for at most ``seconds`` seconds, twice."""
        super().__init__()
        self._address = address
        self._seconds = seconds

    def work(self) -> str:
        """Ask."""
        try:
            tag = json.loads(self._answer())["tag_name"]
            found = _VERSION.fullmatch(tag)
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return ""
        return "" if found is None else found[1]

    def _answer(self) -> bytes:
        if not self._address.startswith(("https://", "http://")):
            raise ValueError(self._address)
        request = Request(self._address, headers={"User-Agent": "mlp-desktop", "Accept": "application/json"})
        pieces: list[bytes] = []
        with urlopen(request, timeout=self._seconds) as response:
            end = time.monotonic() + self._seconds
            while piece := response.read1(_PIECE):
                pieces.append(piece)
                if self.isInterruptionRequested():
                    raise Stopped
                if time.monotonic() > end or sum(map(len, pieces)) > _MOST_BYTES:
                    raise ValueError("The answer is too long or too slow.")
        return b"".join(pieces)


def is_newer(version: str, than: str) -> bool:
    """Whether one version, numbers with dots, comes after another; what is no version is not newer."""
    numbers = [_VERSION.fullmatch(each) for each in (version, than)]
    if numbers[0] is None or numbers[1] is None:
        return False
    one, other = ([int(part) for part in each[1].split(".")] for each in numbers if each is not None)
    length = max(len(one), len(other))
    return one + [0] * (length - len(one)) > other + [0] * (length - len(other))
