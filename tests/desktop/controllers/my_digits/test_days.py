"""The days of the filter begin at midnight, in summer time and in winter time."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Self

import pytest

from mlp_desktop.controllers.my_digits import digit_list
from mlp_desktop.controllers.my_digits.digit_list import drawing_filter
from mlp_desktop.views.my_digits.digit_filter import FilterChoice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sets the time zone of the process")


class AfterSummer(datetime):
    """The afternoon of 26 October 2026, a day after summer time ended."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(datetime(2026, 10, 26, 14, tzinfo=UTC).timestamp(), tz)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_days_begin_at_midnight_of_their_own_time(berlin: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digit_list, "datetime", AfterSummer)
    since = {days: drawing_filter(FilterChoice(days=days)).since for days in (1, 2, 7)}
    assert {days: moment.astimezone(UTC).isoformat() for days, moment in since.items() if moment is not None} == {
        1: "2026-10-25T23:00:00+00:00",
        2: "2026-10-24T22:00:00+00:00",
        7: "2026-10-19T22:00:00+00:00",
    }
