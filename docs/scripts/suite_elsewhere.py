"""Runs the tests in other surroundings: another language, other permissions, no locks, another Python.

    python docs/scripts/suite_elsewhere.py turkish [--python PYTHON] [--parts PART ...] [--processes 2] [--again]
    python docs/scripts/suite_elsewhere.py --table

Each part of the suite (a folder of tests, or some of its files) runs in a pytest of its own, and what it counted is
kept in suite_elsewhere.json with the commit, so a run that was cut short goes on where it stopped; ``--again`` begins
anew. A test that fails runs again alone in the same surroundings: whether it passes then is told beside it, and what
it printed the first time is kept in a folder that is named at the end. Exits with 1 if a test failed both times.
``--table`` prints what is kept as the table of docs/reliability.md.

The processes have the priority that this one has: run it behind ``nice`` beside other work.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_suffix(".json")
FILES_A_PART = 18  # half of what a small part takes goes into starting it
LONGEST_PART = 3600.0


@dataclass(frozen=True)
class Surroundings:
    """What is other than usual.

    Attributes:
        title: for the table.
        variables: of the environment.
        umask: what is taken from the permissions of new files.
        preloaded: source in C of a library that is loaded before all others, if any.
    """

    title: str
    variables: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    preloaded: str = ""


SURROUNDINGS = {
    "usual": Surroundings("nothing"),
    "plain": Surroundings(
        "`LC_ALL=C PYTHONCOERCECLOCALE=0 PYTHONUTF8=0 PYTHONIOENCODING=ascii`, umask 000",
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        umask=0,
    ),
    "turkish": Surroundings("`LC_ALL=tr_TR.UTF-8`, umask 077", {"LC_ALL": "tr_TR.UTF-8"}, umask=0o077),
    "german": Surroundings("`LC_ALL=de_DE.UTF-8`", {"LC_ALL": "de_DE.UTF-8"}),
    "unlocked": Surroundings(
        "`flock` fails",
        preloaded="#include <errno.h>\nint flock(int descriptor, int operation) { errno = ENOLCK; return -1; }\n",
    ),
}


@dataclass(frozen=True)
class Part:
    """What a part of the suite came to.

    Attributes:
        commit: the tree that was tested.
        counts: tests by outcome.
        failures: the tests that failed, each with whether it failed again when it ran alone.
        seconds: all of it.
    """

    commit: str
    counts: dict[str, int]
    failures: dict[str, bool]
    seconds: float


def parts() -> dict[str, list[str]]:
    """The suite in parts, by name: the files of a folder and those below it, a few at a time if there are many."""
    folders = sorted(path for path in (ROOT / "tests").iterdir() if any(path.rglob("test_*.py")))
    found = {}
    for folder in folders:
        files = [str(path.relative_to(ROOT)) for path in sorted(folder.rglob("test_*.py"))]
        name = folder.name
        pieces = [files[begin : begin + FILES_A_PART] for begin in range(0, len(files), FILES_A_PART)]
        found |= {f"{name} {number}" if len(pieces) > 1 else name: piece for number, piece in enumerate(pieces, 1)}
    return found


def run(python: str, files: list[str], environment: dict[str, str], umask: int, processes: int, output: Path) -> int:
    """Run these tests; what they print goes to ``output``. Returns the exit code."""
    command = [
        python,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-rfE",
        "--tb=short",
        "-n",
        str(processes),
        *files,
    ]
    with output.open("wb") as target:
        try:
            return subprocess.run(
                command, cwd=ROOT, env=environment, umask=umask, stdout=target, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, check=False, timeout=LONGEST_PART,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            target.write(b"\nFAILED all of it - the time was up\n")
            return 1


def counted(printed: str) -> dict[str, int]:
    """How many tests had which outcome, by the last line that pytest prints."""
    last = next((line for line in reversed(printed.splitlines()) if re.search(r" in [\d.]+s", line)), "")
    kinds = {"errors": "error", "warnings": "", "warning": "", "deselected": ""}
    found = {
        kinds.get(kind, kind): int(number) for number, kind in re.findall(r"(\d+) ([a-z]+)", last.partition(" in ")[0])
    }
    return {kind: number for kind, number in found.items() if kind}


def failed(printed: str) -> list[str]:
    """The tests that failed, as pytest names them."""
    return list(dict.fromkeys(re.findall(r"^(?:FAILED|ERROR) (tests/.*?)(?: - .*)?$", printed, re.MULTILINE)))


def run_part(python: str, files: list[str], each: Surroundings, processes: int, prints: Path, name: str) -> Part:
    """Run a part, and whatever failed in it again, one after another."""
    began = time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | each.variables
    if each.preloaded:
        environment["LD_PRELOAD"] = str(library(each.preloaded, prints))
    output = prints / f"{name.replace('/', '-').replace(' ', '-')}.log"
    code = run(python, files, environment, each.umask, processes, output)
    printed = output.read_text("utf-8", "replace")
    failures = {}
    for number, test in enumerate(failed(printed)):
        alone = output.with_suffix(f".{number}.log")
        failures[test] = run(python, [test], environment, each.umask, 0, alone) != 0
    if code not in (0, 1, 5) or (code == 1 and not failures):
        failures[f"{name}: pytest ended with {code}"] = True
    return Part(commit(), counted(printed), failures, round(time.monotonic() - began, 1))


def library(source: str, folder: Path) -> Path:
    """Build a library that is loaded before all others."""
    code, built = folder / "preloaded.c", folder / "preloaded.so"
    if not built.exists():
        code.write_text(source, "ascii")
        subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", str(built), str(code), "-ldl"], check=True)
    return built


def commit() -> str:
    """The tree that is tested, and whether it was changed since."""
    described = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(described, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def version(python: str) -> str:
    """A Python's version of two numbers."""
    asked = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def read() -> dict[str, dict[str, Part]]:
    """What is kept, by surroundings and part."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return {key: {name: Part(**part) for name, part in found.items()} for key, found in kept.items()}


def keep(key: str, name: str, part: Part) -> None:
    """Keep what a part came to beside what others wrote in the meantime."""
    kept = read()
    kept.setdefault(key, {})[name] = part
    written = {each: {name: asdict(found[name]) for name in sorted(found)} for each, found in sorted(kept.items())}
    KEPT.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


def table() -> Iterator[str]:
    """What is kept, a row for each surroundings."""
    yield "| What is other | Python | Commit | Parts of the suite | Passed | Skipped | Failed, passed alone | Failed |"
    yield "|---|---|---|---|---|---|---|---|"
    names = parts()
    for key, found in read().items():
        name, _, python = key.partition(" ")
        passed, skipped = (sum(part.counts.get(kind, 0) for part in found.values()) for kind in ("passed", "skipped"))
        again = [is_failed for part in found.values() for is_failed in part.failures.values()]
        commits = ", ".join(sorted({part.commit for part in found.values()}))
        share = f"{len(found.keys() & names)} of {len(names)}"
        yield (
            f"| {SURROUNDINGS[name].title} | {python} | {commits} | {share} | {passed:,} | {skipped} | "
            f"{again.count(False)} | {again.count(True)} |"
        )


def main() -> int:
    """Run what is asked for; returns 1 if a test failed twice."""
    parser = argparse.ArgumentParser(description="Runs the tests in other surroundings.")
    parser.add_argument("surroundings", nargs="?", choices=list(SURROUNDINGS))
    parser.add_argument("--python", default=sys.executable, help="the Python to run them with (this one)")
    parser.add_argument("--parts", nargs="*", help="the parts to run (all)")
    parser.add_argument("--processes", type=int, default=2, help="processes of a part (2)")
    parser.add_argument("--again", action="store_true", help="run the parts that are kept again, too")
    parser.add_argument("--table", action="store_true", help="print what is kept")
    arguments = parser.parse_args()
    if arguments.table or arguments.surroundings is None:
        print("\n".join(table()))
        return 0
    each, key = SURROUNDINGS[arguments.surroundings], f"{arguments.surroundings} {version(arguments.python)}"
    prints = Path(tempfile.mkdtemp(prefix=f"suite-{arguments.surroundings}-"))
    wrong = 0
    for name, files in parts().items():
        wanted = arguments.parts is None or name in arguments.parts
        if not wanted or (name in read().get(key, {}) and not arguments.again):
            continue
        part = run_part(arguments.python, files, each, arguments.processes, prints, name)
        keep(key, name, part)
        wrong += sum(part.failures.values())
        print(f"{key}, {name}: {part.counts} in {part.seconds:.0f} s", flush=True)
        for test, is_failed in part.failures.items():
            print(f"  {test}: {'failed again' if is_failed else 'passed alone'}", flush=True)
    print(f"What the tests printed is in {prints}.")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
