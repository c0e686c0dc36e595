"""A wall clock that the monkey sets: backwards, to 1970, forwards by years, over the hour that summer time skips."""

import sys
import time
from datetime import datetime, timedelta, tzinfo
from typing import Any, Self

JUMPS = (
    timedelta(0),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=-1),
    timedelta(days=400),
    timedelta(days=-366 * 40),
)


class JumpingDatetime(datetime):
    """The class ``datetime`` with another present; ``offset`` is what is added to the true time."""

    offset = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The present, by this clock."""
        moment = max(time.time() + cls.offset.total_seconds(), 0.0)
        return cls.fromtimestamp(moment, tz)


def replace_clock() -> None:
    """Let every module of the program that is loaded now take the time from :class:`JumpingDatetime`."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("mlp_engine", "mlp_desktop")) and vars(module).get("datetime") is datetime:
            _set(module)


def _set(module: Any) -> None:
    module.datetime = JumpingDatetime
