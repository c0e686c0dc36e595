"""Output of the commands: results on standard output, notices and progress bars on standard error."""

import json
import math
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from mlp_engine.cli.streams import notices_may_be_lost
from mlp_engine.validation import visible

if TYPE_CHECKING:
    from tqdm import tqdm as tqdm_bar  # imported where there is a bar: that takes a tenth of a command's start

_SECONDS_WITHOUT_BAR = 0.3  # A bar for shorter work would only flicker.


def print_json(record: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, at once for a program that reads the output."""
    print(json.dumps(record, default=str), flush=True)


def print_result(text: str) -> None:
    """Print results in words, of which text from outside can neither steer the terminal nor stop the printing."""
    print(printable(text))


def printable(text: str) -> str:
    """The lines of ``text`` as they are printed: what would steer the terminal, such as colours, is escaped."""
    return "\n".join(map(visible, text.split("\n")))


def number_or_none(value: float) -> float | None:
    """A number for JSON, which knows no NaN."""
    return None if math.isnan(value) else value


def print_notice(sentence: str) -> None:
    """Tell the user something besides the results, on a separate line above any progress bar."""
    with notices_may_be_lost():
        _write(f"mlp-engine: {printable(sentence)}", sys.stderr)


def _write(line: str, stream: TextIO) -> None:
    """Print a line above any progress bar."""
    if "tqdm" in sys.modules:
        from tqdm import tqdm

        tqdm.write(line, file=stream)
    else:  # there has been no bar
        print(line, file=stream)


def print_words(words: str) -> None:
    """Print how a command ended to standard error, where no program takes it for results."""
    with notices_may_be_lost():
        print(printable(words), file=sys.stderr, flush=True)


def duration_text(seconds: float) -> str:
    """A duration as the progress bars write it, such as 01:30."""
    from tqdm import tqdm

    return tqdm.format_interval(seconds)


def counted(count: int, noun: str) -> str:
    """A count with its noun, whose plural takes an s: "1 epoch", "1200 samples"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def epochs_text(count: int) -> str:
    """A count of epochs, such as "1 epoch"."""
    return counted(count, "epoch")


class ProgressBar:
    """A bar for work that takes a while. Use it in a ``with`` block; it disappears at the end unless it ``stays``.

    Nothing is shown where standard error is no terminal.
    """

    def __init__(
        self,
        total: float | None = None,
        *,
        name: str = "",
        unit: str = "it",
        layout: str | None = None,
        hidden: bool = False,
        stays: bool = False,
    ) -> None:
        """Show a bar.

        Args:
            total: how far it goes, if that is known.
            name: stands before it.
            unit: what is counted; ``B`` is shown as kB, MB and so on.
            layout: a format of tqdm, instead of the usual one.
            hidden: whether nothing is shown.
            stays: whether it is shown at once, and is left on the screen.
        """
        self._bar: tqdm_bar[NoReturn] | None = None
        if hidden or not sys.stderr.isatty():  # as in a file or a pipe
            return
        from tqdm import tqdm

        self._bar = tqdm(
            total=total,
            desc=visible(name) or None,
            unit=unit,
            unit_scale=unit == "B",
            bar_format=layout,
            leave=stays,
            delay=0 if stays else _SECONDS_WITHOUT_BAR,
            dynamic_ncols=True,
        )

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            with notices_may_be_lost():
                self._bar.close()

    def move_to(self, done: float, words: str = "") -> None:
        """Show that so much is done, and ``words`` behind the bar if there are any."""
        if self._bar is None:
            return
        with notices_may_be_lost():
            if words:
                self._bar.set_postfix_str(words, refresh=False)
            self._bar.update(done - self._bar.n)

    def print_above(self, line: str) -> None:
        """Print a line of results without spoiling the bar."""
        _write(visible(line), sys.stdout)
        sys.stdout.flush()  # a program that reads along gets it at once
