"""``mlp-engine runs``: lists the runs that were kept, and shows one."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from mlp_engine.cli.arguments import Commands, add_json, whole_number
from mlp_engine.cli.train_report import epoch_line
from mlp_engine.config import TrainingConfig
from mlp_engine.runs import RunStore, RunSummary, StoredRun, runs_folder


def add_parser(commands: Commands) -> None:
    """Declare the command and its own command."""
    parser = commands.add_parser(
        "runs", help="list the runs that were kept", description="Lists the runs that were kept, newest first."
    )
    parser.set_defaults(run=run_list)
    add_json(parser, "one JSON object a run")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND")
    show = actions.add_parser("show", help="show one run", description="Shows all that is kept of one run.")
    show.set_defaults(run=run_show)
    show.add_argument("id", type=whole_number("Number of a run", at_least=1), metavar="ID", help="number of the run")
    # Left out of the names if not given here, so that it may stand before "show", too.
    show.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")


def run_list(arguments: argparse.Namespace) -> int:
    """List all runs."""
    runs = _store().runs()
    if arguments.json:
        for run in runs:
            print(json.dumps(asdict(run)))
    else:
        print("\n".join(map(_line, runs)) if runs else "No runs yet: mlp-engine train keeps each one.")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Show the run that ``arguments`` name."""
    run = _store().run(arguments.id)
    print(json.dumps(asdict(run), default=str) if arguments.json else _in_words(run))
    return 0


def _store() -> RunStore:
    return RunStore(runs_folder())


def _line(run: RunSummary) -> str:
    line = f"{run.id:4d} {'*' if run.star else ' '} {run.started[:16].replace('T', ' ')}  {run.name}  "
    line += f"{run.outcome or 'not ended'}, {run.epochs} of {run.training.epochs} epochs"
    if run.training_loss is not None:
        line += f", loss {run.training_loss:.4f}"
    return line if run.best_accuracy is None else f"{line}, best validation accuracy {run.best_accuracy:.2%}"


def _in_words(run: StoredRun) -> str:
    summary, machine = run.summary, run.machine
    rows: dict[str, Any] = {
        "Run": f"{summary.id}{' *' if summary.star else ''}{' (deleted)' if summary.deleted else ''}",
        "Name": summary.name,
        "Note": summary.note or "none",
        "Data": f"{summary.data}, {run.samples:,} samples (SHA-256 {summary.data_sha256[:12]}…)",
        "Named by": run.source or "unknown",
        "Settings": ", ".join(f"{name} {value}" for name, value in _unusual(summary.training).items()) or "all usual",
        "Seed": summary.training.seed,
        "Changes": ", ".join(f"{c.what} {c.value:g} from epoch {c.epoch:.2f} on" for c in run.history.changes)
        or "none",
        "Began": summary.started,
        "Ended": f"{summary.finished}, {summary.outcome}" if summary.finished else "not yet, or its program was killed",
        "Machine": f"{machine.platform}, {machine.cpus} processors, numpy {machine.numpy}, version {machine.version}",
        "Best weights": run.best_weights or "none",
        "Last weights": run.last_weights or "none",
        "Checkpoint": run.checkpoint if run.checkpoint.exists() else "none",
    }
    lines = [f"{name:<14} {value}" for name, value in rows.items()]
    if run.message:
        lines.append(run.message)
    return "\n".join([*lines, *(epoch_line(record) for record in run.history.epochs)])


def _unusual(config: TrainingConfig) -> dict[str, Any]:
    """The settings that are not as they are where nothing is said."""
    usual = asdict(TrainingConfig(seed=config.seed))
    return {name: value for name, value in asdict(config).items() if value != usual[name]}
