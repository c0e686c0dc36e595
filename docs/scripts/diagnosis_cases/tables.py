"""The tables of docs/diagnosis.md, in Markdown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from diagnosis_cases.judged import Judged


def table(head: str, rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; ``head`` as its cells with bars between them."""
    cells = [head.split("|"), ["---"] * len(head.split("|")), *rows]
    return "\n".join("| " + " | ".join(str(cell).strip() for cell in row) + " |" for row in cells)


def faults(runs: Sequence[Judged]) -> str:
    """The planted faults: how many were named, and when."""
    kinds = dict.fromkeys(run.case.planted[0] for run in runs if run.case.planted)
    rows: list[list[object]] = []
    for kind in [*kinds, None]:
        some = [run for run in runs if run.case.planted and kind in (None, run.case.planted[0])]
        named = [run for run in some if run.named_at is not None]
        early = sum(run.is_early for run in some)
        others = sum(any(alarm not in run.case.planted for alarm in run.alarms) for run in some)
        share = f"{early / len(some):.0%}"
        rows.append([kind or "**all**", len(some), len(named), early, share, len(some) - len(named), others])
    return table("planted | runs | named | in the first half | share | missed | another fault named too", rows)


def healthy(runs: Sequence[Judged]) -> str:
    """The healthy runs, and the alarms on them."""
    some = [run for run in runs if not run.case.planted]
    alarmed = [run for run in some if run.alarms]
    words = f"{len(some)} healthy runs, {len(alarmed)} with a false alarm ({len(alarmed) / len(some):.1%})"
    names = [f"{run.case.name}, seed {run.seed}: {', '.join(run.alarms)}" for run in alarmed]
    return words + (": " + "; ".join(names) + "." if names else ".")


def cures(runs: Sequence[Judged], place: int = 0) -> str:
    """What each first cure was worth, or each second one."""
    changes: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for what, change in run.cured[place : place + 1]:
            changes[what].append(change)
    return worth("finding: settings of its cure", changes)


def worth(head: str, changes: Mapping[str, Sequence[float]]) -> str:
    """What each cure changed, in points of the error rate."""
    rows = []
    for what, some in sorted(changes.items()):
        points = 100 * np.array(some)
        better = f"{np.mean(points < 0):.0%}"
        rows.append([what, len(some), better, *(f"{x:+.1f}" for x in (points.mean(), points.min(), points.max()))])
    return table(f"{head} | uses | better | mean | best | worst", rows)


def mild_faults(runs: Sequence[Judged]) -> str:
    """The mild faults: how many were named, what else was, and what the first cure changed."""
    rows: list[list[object]] = []
    for case in dict.fromkeys(run.case.name for run in runs):
        some = [run for run in runs if run.case.name == case]
        named = sum(run.named_at is not None for run in some)
        others = sorted({alarm for run in some for alarm in run.alarms if alarm not in run.case.planted})
        changes = [100 * run.cured[0][1] for run in some if run.cured]
        change = f"{np.mean(changes):+.1f}, at worst {max(changes):+.1f}" if changes else "–"
        fault = some[0].case.planted[0]
        rows.append([f"{fault}: {case}", len(some), named, ", ".join(others) or "–", len(changes), change])
    return table("mild fault | runs | named | named instead or too | cures | change of the error", rows)


def missed(runs: Sequence[Judged]) -> str:
    """The planted faults that were not named in the first half, with what was shown."""
    lines = [
        f"- {run.case.name}, seed {run.seed} ({run.case.planted[0]}): "
        + (", ".join(f"{each.finding.kind} after epoch {each.first}" for each in run.shown) or "nothing")
        for run in runs
        if run.case.planted and not run.is_early
    ]
    return "\n".join(lines) or "None."
