"""Changes sound files at random, reads them in a process with limited memory, and counts what came out."""

import argparse
import io
import json
import multiprocessing
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

MEMORY_BYTES = 768 << 20
"""Of address space beyond what the process has when it begins; the libraries that readers import take some of it."""

Outcome = tuple[Counter[str], list[str]]
"""How many files were read and how many refused, and a line for each case that ended in any other way."""

_STRANGE = (
    b"", b"\0", b"-1", b"nan", b"1e999", b"99999999999999999999", b"\xff\xfe", b'"', b",", b";", b"\n", b"\r", b"<",
    b"&", b"{", b"[" * 50, b".", b":", b"0" * 400, "é\u2028".encode(), b"PK\3\4", b"\x93NUMPY", b"!ENTITY",
    b"\x7f\xff\xff\xff",
)  # fmt: skip


STRANGE_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**63, 2**64, 10**30, 0.5, float("nan"), float("inf"), "", "0", "F16", "F32",
    "F64", "I8", "BOOL", "é\u2028", "\ud800", "x" * 5000, [], [0], [-1], [2**40, 2**40], [[]], {}, {"a": 1},
)  # fmt: skip
"""What a value of JSON or TOML becomes."""


@dataclass(frozen=True)
class Reader:
    """A reader of files.

    Attributes:
        name: of the file.
        contents: sound ones.
        read: reads the file.
        refusal: the error by which it refuses a file.
        is_zip: whether the file is a zip archive: of every other case one of its entries is changed and packed anew,
            as a checksum finds all other changes.
        by_meaning: changes what a sound file says, and leaves it a file of its form; used for every other case.
    """

    name: str
    contents: Callable[[], tuple[bytes, ...]]
    read: Callable[[Path], object]
    refusal: type[Exception]
    is_zip: bool = False
    by_meaning: Callable[[np.random.Generator, bytes], bytes] | None = None


def changed(rng: np.random.Generator, content: bytes) -> bytes:
    """The content with one to four changes."""
    for _ in range(rng.integers(1, 5)):
        begin, end = sorted(rng.integers(len(content) + 1, size=2).tolist())
        near = min(begin + int(rng.integers(0, 9)), len(content))
        match rng.integers(7):
            case 0:
                content = content[:begin]
            case 1:
                content = content[:begin] + rng.bytes(int(rng.integers(1, 9))) + content[near:]
            case 2:
                content = content[:end] + content[begin:end] + content[end:]
            case 3:
                content = content[:begin] + content[end:]
            case 4:
                content = content[:begin] + _STRANGE[rng.integers(len(_STRANGE))] + content[near:]
            case _:
                flipped = bytearray(content)
                if flipped:
                    flipped[rng.integers(len(flipped))] ^= 1 << int(rng.integers(8))
                content = bytes(flipped)
    return content


def change_value(rng: np.random.Generator, node: Any) -> None:
    """Replace, remove or move one value somewhere below ``node``, which is of lists, dicts and plain values.

    A text that is itself JSON is changed inside.
    """
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        if not keys:
            return
        key = keys[rng.integers(len(keys))]
        value = node[key]
        if isinstance(value, str) and value[:1] in "{[" and rng.random() < 0.7:
            inner = json.loads(value)
            change_value(rng, inner)
            node[key] = json.dumps(inner)
            return
        if isinstance(value, (dict, list)) and value and rng.random() < 0.8:
            node = value
            continue
        what = rng.random()
        if what < 0.2:
            del node[key]
        elif what < 0.4 and isinstance(value, int):
            node[key] = value + int(rng.integers(-9, 10))
        elif what < 0.5:
            node[key] = node[keys[rng.integers(len(keys))]]
        else:
            node[key] = STRANGE_VALUES[rng.integers(len(STRANGE_VALUES))]
        return


def changed_inside(rng: np.random.Generator, content: bytes) -> bytes:
    """A zip archive with one to four changes in one of its entries, or in the name of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    place = int(rng.integers(len(entries)))
    name, inner = entries[place]
    if rng.random() < 0.2:
        name = changed(rng, name.encode()).decode("utf-8", "replace").replace("\0", "") or "a"
    else:
        inner = changed(rng, inner)
    entries[place] = name, inner
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, inner in entries:
            archive.writestr(name, inner)
    return stream.getvalue()


def run(reader: Reader, first: int, count: int) -> Outcome:
    """Read ``count`` changed files; the number of each, from ``first`` on, is its seed."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    originals = reader.contents()
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / reader.name
        for number in range(first, first + count):
            rng = np.random.default_rng(number)
            change = ((changed_inside if reader.is_zip else reader.by_meaning) if number % 2 else None) or changed
            original = originals[rng.integers(len(originals))]
            try:
                content = change(rng, original)
            except (ValueError, RecursionError):  # a value that was moved into itself, or a text that is no JSON now
                content = changed(rng, original)
            path.write_bytes(content)
            try:
                reader.read(path)
                outcomes["read"] += 1
            except reader.refusal as error:
                outcomes["refused"] += 1
                if "\n" in str(error) or len(str(error)) > 1000:
                    failures.append(f"case {number}: a sentence of {len(str(error))} characters: {str(error)[:200]!r}")
            except BaseException as error:
                failures.append(f"case {number}: {type(error).__name__}: {str(error)[:200]}")
    return outcomes, failures


def run_limited(cases: Callable[[int, int], Outcome], first: int, count: int, memory_bytes: int) -> Outcome:
    """Run ``cases(first, count)`` in a process of its own with limited memory; that it dies is a failure too.

    Args:
        cases: a function of a module, as the process is spawned.
        first: number of the first case.
        count: of cases.
        memory_bytes: of address space beyond what the process has when it begins; limited on Linux alone.
    """
    context = multiprocessing.get_context("spawn")
    results: Any = context.SimpleQueue()
    process = context.Process(target=_limited, args=(cases, first, count, memory_bytes, results))
    process.start()
    while process.is_alive() and results.empty():
        process.join(0.05)
    if results.empty():
        return Counter(), [f"cases {first} to {first + count - 1}: the process ended with code {process.exitcode}"]
    outcome = results.get()
    process.join()
    return outcome


def _limited(cases: Callable[[int, int], Outcome], first: int, count: int, memory_bytes: int, results: Any) -> None:
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    results.put(cases(first, count))


def command(description: str, readers: Mapping[str, Reader], run_one: Callable[[str, int, int], Outcome]) -> int:
    """The command line of a fuzzer: runs as many cases as asked for and tells what came out; 1 if any failed.

    Args:
        description: what it does.
        readers: all readers, by their names.
        run_one: runs cases of the reader of a name; a function of a module.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cases", type=int, default=20_000, help="of each reader")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument(
        "--reader", choices=readers, action="append", help="one reader alone, again for each further one"
    )
    arguments = parser.parse_args()
    failed = 0
    for reader in arguments.reader or readers:
        began = time.perf_counter()
        outcomes, failures = run_limited(partial(run_one, reader), arguments.first, arguments.cases, MEMORY_BYTES)
        for line in failures[:20]:
            print(f"{reader}, {line}")
        seconds = time.perf_counter() - began
        counts = f"{outcomes['refused']} refused, {outcomes['read']} read, {len(failures)} failed"
        print(f"{reader}: {counts}, in {seconds:.0f} s.", flush=True)
        failed += len(failures)
    return 1 if failed else 0
