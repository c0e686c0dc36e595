"""What ``mlp-engine train`` shows while it trains."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from typing import NoReturn

from tqdm import tqdm

from mlp_engine.cli.loading import SECONDS_WITHOUT_BAR
from mlp_engine.training.history import Change, EpochFinished, EpochRecord, NotSaved, Progress, TrainingEvent


class JsonLines:
    """Prints each epoch as a JSON object on a line of its own."""

    def event(self, event: TrainingEvent) -> None:
        """Print an epoch."""
        if isinstance(event, EpochFinished):
            print(json.dumps(asdict(event.record)), flush=True)


class Bar:
    """Shows a progress bar and a line an epoch."""

    def __init__(self, bar: "tqdm[NoReturn]") -> None:
        self.bar = bar

    def event(self, event: TrainingEvent) -> None:
        """Move the bar, and print an epoch."""
        match event:
            case Progress():
                left = tqdm.format_interval(event.seconds_left)
                self.bar.set_postfix_str(f"{left} left, loss {event.training_loss:.4f}", refresh=False)
                self.bar.update(event.epoch - self.bar.n)
            case EpochFinished():
                self.bar.update(event.record.epoch - self.bar.n)
                self.bar.write(epoch_line(event.record) + ("  best" if event.is_best else ""), file=sys.stdout)
            case Change():
                self.bar.write(f"{event.what} is {event.value:g} from epoch {event.epoch:.1f} on", file=sys.stdout)
            case NotSaved():
                pass  # told by what keeps the run


@contextmanager
def reporter(as_json: bool, epochs: int) -> Generator[JsonLines | Bar]:
    """What to hand each event of the training to."""
    if as_json:
        yield JsonLines()
        return
    shape = "{percentage:3.0f}%|{bar}| epoch {n:.1f} of {total} [{elapsed}{postfix}]"
    with tqdm(total=epochs, bar_format=shape, leave=False, dynamic_ncols=True, delay=SECONDS_WITHOUT_BAR) as bar:
        yield Bar(bar)


def epoch_line(record: EpochRecord) -> str:
    """An epoch in one line."""
    line = f"epoch {record.epoch:4d}  loss {record.training_loss:.4f}  accuracy {record.training_accuracy:7.2%}"
    if record.validation_accuracy is not None:
        line += f"  validation loss {record.validation_loss:.4f}  accuracy {record.validation_accuracy:7.2%}"
    return line
