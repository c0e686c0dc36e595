"""Writes docs/reliability.md: what becomes of every hostile weights file.

    python docs/scripts/reliability.py

The words around the table stand in reliability_template.md; its other figures are printed by the commands that it
names.
"""

import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

SCRIPTS = Path(__file__).parent
ROOT = SCRIPTS.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "engine" / "weights")]

from weights_corpus import HOSTILE  # noqa: E402

from mlp_engine.errors import WeightsReadError  # noqa: E402
from mlp_engine.weights.file import load_weights  # noqa: E402


def main() -> None:
    """Read every file of the corpus and write the page."""
    rows: list[str] = []
    slowest, largest = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "theirs.safetensors"
        for name, content in HOSTILE.items():
            path.write_bytes(content)
            sentence, seconds, memory = refused(path)
            rows.append(f"| {name} | {sentence.replace(str(path), 'the file').replace('|', '¦')} |")
            slowest, largest = max(slowest, seconds), max(largest, memory - len(content))
    template = (SCRIPTS / "reliability_template.md").read_text("utf-8")
    page = template.format(
        count=len(rows), rows="\n".join(rows), slowest=f"{slowest:.2f}", largest=f"{largest / 2**20:.1f}"
    )
    (ROOT / "docs" / "reliability.md").write_text(page, "utf-8")
    print(
        f"{len(rows)} files refused, the slowest in {slowest:.2f} s, {largest / 2**20:.1f} MB beyond its size at most."
    )


def refused(path: Path) -> tuple[str, float, int]:
    """What is said of a file, after how many seconds, and the most memory that it took, in bytes."""
    began = time.perf_counter()
    tracemalloc.start()
    try:
        load_weights(path)
    except WeightsReadError as error:
        return str(error), time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    raise SystemExit(f"{path} was read.")


if __name__ == "__main__":
    main()
