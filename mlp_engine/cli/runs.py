"""``mlp-engine runs``: lists the runs that were kept, shows or exports one, deletes, restores and purges them."""

import argparse
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import Commands, add_json, alternatives, check_out, choice, whole_number
from mlp_engine.cli.loading import open_run_store
from mlp_engine.cli.output import counted, epochs_text, print_json, print_result
from mlp_engine.cli.train_report import epoch_line
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.examination.report import curves_drawing
from mlp_engine.files.paths import is_there
from mlp_engine.files.stored_rows import as_json
from mlp_engine.files.whole_file import save_results
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.runs import RunSummary, StoredRun, StoredSnapshot, UnreadableRun
from mlp_engine.runs.snapshots import MOST, MOST_PARAMETERS, WHY_NONE
from mlp_engine.training.history_export import HISTORY_FORMS, HistoryForm, export_history
from mlp_engine.validation import visible
from mlp_engine.weights.file import load_weights, save_weights

DRAWING = "svg"
_FORMS = (*HISTORY_FORMS, DRAWING)


def add_parser(commands: Commands) -> None:
    """Declare the command and its own command."""
    parser = commands.add_parser(
        "runs", help="list the runs that were kept", description="Lists the runs that were kept, newest first."
    )
    parser.set_defaults(run=run_list)
    add_json(parser, "one JSON object a run")
    parser.add_argument("--deleted", action="store_true", help="list the runs in the bin instead")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND")
    show = actions.add_parser("show", help="show one run", description="Shows all that is kept of one run.")
    show.set_defaults(run=run_show)
    _add_id(show)
    # Left out of the names if not given here, so that it may stand before "show", too.
    show.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
    export = actions.add_parser(
        "export",
        help="write the history of one run",
        description="Writes the history of one run, epoch by epoch. One seed gives the same bytes on every run.",
    )
    export.set_defaults(run=run_export)
    _add_id(export)
    export.add_argument("--out", type=Path, metavar="FILE", help="the file (default: standard output)")
    export.add_argument(
        "--form",
        type=choice("Form of a history", _FORMS),
        metavar=alternatives(_FORMS),
        help="CSV, JSON lines, events of TensorBoard, or a drawing of the curves (default: as the file's name ends, "
        "else csv)",
    )
    export.add_argument(
        "--as-stored", action="store_true", help="write all that is stored, as JSON, also of a run that cannot be read"
    )
    export.add_argument("--seconds", action="store_true", help="add the seconds, which differ from run to run")
    snapshots = actions.add_parser(
        "snapshots",
        help="list the snapshots of one run, or save one as a weights file",
        description="Lists the networks that were kept at some epochs of one run; with --epoch and --out it saves one. "
        f"Up to {MOST} are kept of a run whose network has at most {MOST_PARAMETERS:,} weights and biases.",
    )
    snapshots.set_defaults(run=run_snapshots)
    _add_id(snapshots)
    snapshots.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object per snapshot"
    )
    snapshots.add_argument(
        "--epoch", type=whole_number("Epoch of a snapshot", at_least=0), metavar="N", help="the snapshot of this epoch"
    )
    snapshots.add_argument("--out", type=Path, metavar="FILE", help="the weights file to save it in")
    delete = actions.add_parser("delete", help="put a run into the bin", description="Puts a run into the bin.")
    delete.set_defaults(run=run_delete)
    _add_id(delete)
    restore = actions.add_parser("restore", help="take a run out of the bin", description="Takes it out of the bin.")
    restore.set_defaults(run=run_restore)
    _add_id(restore)
    purge = actions.add_parser(
        "purge",
        help="empty the bin for good",
        description="Forgets the runs in the bin for good, their weights and checkpoints too.",
    )
    purge.set_defaults(run=run_purge)
    purge.add_argument(
        "--older-than",
        type=whole_number("Number of days", at_least=0),
        default=0,
        metavar="DAYS",
        help="only those deleted at least this long ago (default: all)",
    )


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=whole_number("Number of a run", at_least=1), metavar="ID", help="number of the run")


def run_list(arguments: argparse.Namespace) -> int:
    """List all runs, or those in the bin."""
    runs = open_run_store().listed(deleted=arguments.deleted)
    if arguments.json:
        for run in runs:
            print_json(asdict(run))
    else:
        empty = "The bin is empty." if arguments.deleted else "No runs yet: mlp-engine train keeps each one."
        print_result("\n".join(map(_line, runs)) if runs else empty)
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Show the run that ``arguments`` name."""
    run = open_run_store().run(arguments.id)
    if arguments.json:
        print_json(asdict(run))
    else:
        print_result(_in_words(run))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Write the history of the run that ``arguments`` name."""
    out: Path | None = arguments.out
    if arguments.as_stored:
        return _write(as_json(open_run_store().as_stored(arguments.id)).encode(), out)
    suffix = "" if out is None else out.suffix.removeprefix(".").lower()
    if (arguments.form or suffix) == DRAWING:
        return _write(curves_drawing(open_run_store().run(arguments.id).history).encode(), out)
    form: HistoryForm = "csv"
    for known in HISTORY_FORMS:
        if known == (arguments.form or suffix):
            form = known
    if out is None and form == "tfevents":
        raise SettingError("Events of TensorBoard must be written to a file. Got no --out.")
    content = export_history(open_run_store().run(arguments.id).history, form, seconds=arguments.seconds)
    return _write(content, out)


def _write(content: bytes, out: Path | None) -> int:
    if out is None:
        print_result(content.decode().removesuffix("\n"))
    else:
        save_results(out, content)
    return 0


def run_snapshots(arguments: argparse.Namespace) -> int:
    """List the snapshots of the run that ``arguments`` name, or save one of them."""
    epoch: int | None = arguments.epoch
    if (epoch is None) != (arguments.out is None):
        raise SettingError("A snapshot to save must have its epoch and a file. Got only one of --epoch and --out.")
    stored = open_run_store().snapshots(arguments.id)
    if epoch is not None:
        _save_snapshot(stored, epoch, arguments.out)
    elif arguments.json:
        for snapshot in stored:
            print_json(asdict(snapshot))
    elif stored:
        size = sum(snapshot.size for snapshot in stored)
        size_in_words = f"{size / 1e6:.1f} MB" if size >= 50_000 else f"{size / 1e3:.1f} kB"
        lines = [f"epoch {snapshot.epoch:6d}  {snapshot.path}" for snapshot in stored]
        print_result("\n".join([*lines, f"{counted(len(stored), 'snapshot')}, {size_in_words} in all."]))
    else:
        print_result(f"No snapshots of run {arguments.id}: {WHY_NONE}.")
    return 0


def _save_snapshot(stored: tuple[StoredSnapshot, ...], epoch: int, out: Path) -> None:
    path = next((snapshot.path for snapshot in stored if snapshot.epoch == epoch), None)
    if path is None:
        known = ", ".join(str(snapshot.epoch) for snapshot in stored) or "none"
        raise SettingError(f"Epoch must be that of a snapshot of this run ({known}). Got {epoch}.")
    check_out(out)
    network, card, _ = load_weights(path)
    save_weights(out, network, card)


def run_delete(arguments: argparse.Namespace) -> int:
    """Put the run that ``arguments`` name into the bin."""
    open_run_store().delete(arguments.id)
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Take the run that ``arguments`` name out of the bin."""
    open_run_store().restore(arguments.id)
    return 0


def run_purge(arguments: argparse.Namespace) -> int:
    """Empty the bin."""
    count = open_run_store().empty_bin(timedelta(days=arguments.older_than))
    print_result(f"{count} {'run' if count == 1 else 'runs'} forgotten for good.")
    return 0


def _line(run: RunSummary | UnreadableRun) -> str:
    if isinstance(run, UnreadableRun):
        return f"{run.id:4d}   {run.title} cannot be read. {run.reason}"
    line = f"{run.id:4d} {'*' if run.star else ' '} {run.started[:16].replace('T', ' ')}  {run.title}  "
    line += f"{run.state}, {run.epochs} of {epochs_text(run.training.epochs)}"
    if run.training_loss is not None:
        line += f", loss {run.training_loss:.4f}"
    return line if run.best_accuracy is None else f"{line}, best validation accuracy {run.best_accuracy:.2%}"


def _in_words(run: StoredRun) -> str:
    summary, machine = run.summary, run.machine
    rows: dict[str, Any] = {
        "Run": f"{summary.id}{' *' if summary.star else ''}{' (deleted)' if summary.deleted else ''}",
        "Name": summary.title,
        "Note": summary.note or "none",
        "Data": f"{visible(summary.data)}, {run.samples:,} {'sample' if run.samples == 1 else 'samples'} "
        f"(SHA-256 {summary.data_sha256[:12]}…)",
        "Named by": run.source or "unknown",
        "Samples": _choice(summary.choice),
        "Settings": ", ".join(f"{name} {value}" for name, value in _unusual(summary.training).items()) or "all usual",
        "Seed": summary.training.seed,
        "Not known here": ", ".join(f"{name} {value}" for name, value in summary.unknown) or "nothing",
        "Changes": ", ".join(f"{c.what} {c.shown_value} from epoch {c.epoch:.2f} on" for c in run.history.changes)
        or "none",
        "Began": summary.started,
        "Ended": f"{summary.finished}, {summary.outcome}" if summary.finished else f"not yet: {summary.state}",
        "Machine": f"{machine.platform}, {counted(machine.cpus, 'processor')}, numpy {machine.numpy}, "
        f"version {machine.version}",
        "Best weights": run.best_weights or "none",
        "Last weights": run.last_weights or "none",
        "Checkpoint": run.checkpoint if is_there(run.checkpoint) else "none",
    }
    lines = [f"{name:<14} {value}" for name, value in rows.items()]
    if run.message:
        lines.append(run.message)
    return "\n".join([*lines, *(epoch_line(record) for record in run.history.epochs)])


def _choice(choice: SampleChoice) -> str:
    words = "all" if choice.slice == "all" else f"{choice.slice} {choice.count}"
    return f"{words}, label noise {choice.label_noise:g}" if choice.label_noise else words


def _unusual(config: TrainingConfig) -> dict[str, Any]:
    """The settings that differ from their defaults."""
    usual = asdict(TrainingConfig(seed=config.seed))
    return {name: value for name, value in asdict(config).items() if value != usual[name]}
