"""Throws changed weights files at the reader, as many as one likes.

    python tests/engine/weights/fuzz_weights.py --cases 300000

Each case takes one of the sound files, changes it in one to four places, by the byte or by its meaning, and reads it:
it must be read or be refused with a ``WeightsReadError``, and nothing else may happen. The reader runs in a process
of its own whose memory is limited. A case that fails is printed with its number, which is also its seed, and
``--first NUMBER --cases 1`` repeats it. Exits with 1 if any failed.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[place]) for place in (3, 1, 0)]
    from fuzzing import Outcome, change_value, run_limited
    from weights_corpus import HOSTILE, SOUND, file_of
else:
    from ..fuzzing import Outcome, change_value, run_limited
    from .weights_corpus import HOSTILE, SOUND, file_of

from mlp_engine.errors import WeightsReadError
from mlp_engine.weights.file import load_weights

MEMORY_BYTES = 512 << 20
"""Of address space beyond what the process has when it begins."""

_OLD_FILES = Path(__file__).parent / "data"


def cases() -> list[bytes]:
    """What is changed: sound files of every version, and those that are hostile already."""
    old = [(_OLD_FILES / f"format-{version}.safetensors").read_bytes() for version in (1, 2, 3)]
    return [SOUND, *old, *(content for content in HOSTILE.values() if len(content) < 20_000)]


def mutated(rng: np.random.Generator, originals: list[bytes]) -> bytes:
    """A file with one to four changes; every other one begins with a sound file."""
    sound = rng.random() < 0.7
    content = originals[0 if sound and rng.random() < 0.5 else rng.integers(4 if sound else len(originals))]
    for _ in range(rng.integers(1, 5)):
        content = _CHANGES[rng.integers(len(_CHANGES))](rng, content)
    return content


def _flip(rng: np.random.Generator, content: bytes) -> bytes:
    changed = bytearray(content)
    if changed:
        changed[_place(rng, changed)] ^= 1 << rng.integers(8)
    return bytes(changed)


def _replace(rng: np.random.Generator, content: bytes) -> bytes:
    changed = bytearray(content)
    if changed:
        changed[_place(rng, changed)] = rng.integers(256)
    return bytes(changed)


def _cut(rng: np.random.Generator, content: bytes) -> bytes:
    return content[: rng.integers(len(content) + 1)]


def _insert(rng: np.random.Generator, content: bytes) -> bytes:
    at = rng.integers(len(content) + 1)
    return content[:at] + rng.bytes(int(rng.integers(1, 20))) + content[at:]


def _repeat(rng: np.random.Generator, content: bytes) -> bytes:
    begin, end = sorted(rng.integers(len(content) + 1, size=2))
    return content[:end] + content[begin:end] + content[end:]


def _length(rng: np.random.Generator, content: bytes) -> bytes:
    claimed = int(rng.integers(0, 2**63)) >> int(rng.integers(64))
    return claimed.to_bytes(8, "little") + content[8:]


def _meaning(rng: np.random.Generator, content: bytes) -> bytes:
    """Change one value of the header, or of a JSON text in its metadata, and keep the length right."""
    length = int.from_bytes(content[:8], "little")
    try:
        header = json.loads(content[8 : 8 + length])
        change_value(rng, header)
        return file_of(json.dumps(header).encode(), content[8 + length :])
    except (ValueError, RecursionError, OverflowError):
        return _flip(rng, content)


def _place(rng: np.random.Generator, content: bytearray) -> int:
    """More often in the header, where more can go wrong, than in the weights."""
    length = min(int.from_bytes(content[:8], "little") + 8, len(content)) if rng.random() < 0.8 else len(content)
    return int(rng.integers(max(length, 1)))


_CHANGES: tuple[Callable[[np.random.Generator, bytes], bytes], ...] = (
    _flip, _replace, _cut, _insert, _repeat, _length, _meaning, _meaning, _meaning,
)  # fmt: skip


def run(first: int, count: int) -> Outcome:
    """Read ``count`` changed files.

    Returns:
        How many were read and how many refused, and a line for each case that ended in any other way.
    """
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    originals = cases()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "theirs.safetensors"
        for number in range(first, first + count):
            path.write_bytes(mutated(np.random.default_rng(number), originals))
            try:
                load_weights(path)
                outcomes["read"] += 1
            except WeightsReadError as error:
                outcomes["refused"] += 1
                if "\n" in str(error) or len(str(error)) > 1000:
                    failures.append(f"case {number}: a sentence of {len(str(error))} characters: {str(error)[:200]!r}")
            except BaseException as error:
                failures.append(f"case {number}: {type(error).__name__}: {str(error)[:200]}")
    return outcomes, failures


def main() -> int:
    """Run as many cases as asked for and tell what came out."""
    parser = argparse.ArgumentParser(description="Throws changed weights files at the reader.")
    parser.add_argument("--cases", type=int, default=300_000)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    began = time.perf_counter()
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    for first in range(arguments.first, arguments.first + arguments.cases, 20_000):
        count = min(20_000, arguments.first + arguments.cases - first)
        some, wrong = run_limited(run, first, count, MEMORY_BYTES)
        outcomes += some
        failures += wrong
    for line in failures[:20]:
        print(line)
    seconds = time.perf_counter() - began
    print(f"{outcomes['refused']} refused, {outcomes['read']} read, {len(failures)} failed, in {seconds:.0f} s.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
