"""``mlp-engine sweep``: trains with many settings side by side, and says which is best."""

import argparse
from dataclasses import replace

from mlp_engine.cli.arguments import Commands, add_data, add_json, whole_number
from mlp_engine.cli.interrupting import stopped_by_interrupt
from mlp_engine.cli.loading import load_data, open_run_store
from mlp_engine.cli.sweep_options import add_settings, add_workers, axis_argument, choice_of, pool_of, sweep_of
from mlp_engine.cli.sweep_report import print_summary, reporter
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import StoredSweep, SweepStore, pool_data, run_sweep

VALIDATION = 0.1
SOME_FAILED = 1
_OF_A_NEW_SWEEP = (
    "data", "over", "set", "first", "seeds", "epochs", "validation", "seed", "random", "halving", "name",
)  # fmt: skip


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "sweep",
        help="try many settings side by side",
        description="Trains with all combinations of the settings named by --over, several at once, and tells which "
        "is best on samples set apart. Every training is kept as a run. Ctrl+C stops and keeps what there is; "
        "--resume trains the rest.",
    )
    parser.set_defaults(run=run)
    add_data(parser, required=False)
    parser.add_argument(
        "--over",
        action="append",
        type=axis_argument,
        metavar="NAME=VALUES",
        help="a setting and its values, joined by commas, or by semicolons where numbers have decimal commas: single "
        "ones, ranges LOW..HIGH:COUNT and ranges LOW..HIGH:log:COUNT that are even in the logarithm; repeat it for "
        "each further setting. Where the optimizer varies and the learning rate does not, each optimizer has its usual "
        "rate. samples and label_noise vary the data: samples is how many each training learns from, while the number "
        "of validation samples stays the same",
    )
    parser.add_argument(
        "--seeds", type=whole_number("Seeds"), metavar="N", help="trainings of each combination (default: 1)"
    )
    parser.add_argument(
        "--random",
        type=whole_number("Number of random points"),
        metavar="N",
        help="draw N combinations at random instead of trying all; ranges then give any value between their ends",
    )
    parser.add_argument(
        "--halving",
        action="store_true",
        default=None,
        help="train all for a few epochs, the best third three times as long, and so on up to --epochs",
    )
    add_settings(parser, validation=VALIDATION)
    parser.add_argument("--resume", metavar="NAME", help="resume the sweep of this name")
    add_workers(parser)
    add_json(parser, "one JSON object per training, and one at the end")


def run(arguments: argparse.Namespace) -> int:
    """Sweep as ``arguments`` say."""
    store = open_run_store()
    sweep_store = SweepStore(store.folder)
    stored, data = _new(arguments, sweep_store) if arguments.resume is None else _resumed(arguments, sweep_store)
    with (
        pool_of(arguments, data) as pool,
        stopped_by_interrupt() as control,
        reporter(arguments.json, stored.sweep.trial_count) as report,
    ):
        result = run_sweep(
            stored.sweep, data, pool, store,
            name=stored.name, source=stored.source, choice=stored.choice, on_done=report, control=control,
        )  # fmt: skip
    report.check()  # the table is the answer
    print_summary(stored, result, as_json=arguments.json)
    if result.stopped:
        return control.exit_code
    return SOME_FAILED if any(point.problems for point in result.points) else 0


def _new(arguments: argparse.Namespace, sweep_store: SweepStore) -> tuple[StoredSweep, Dataset]:
    if arguments.data is None:
        raise SettingError("A sweep must have --data, or --resume the name of one that was begun. Got neither.")
    choice = choice_of(arguments)
    data = load_data(arguments.data, quiet=arguments.json)
    seeds = 1 if arguments.seeds is None else arguments.seeds
    sweep = sweep_of(arguments, arguments.over or (), data, seeds=seeds, validation=VALIDATION)
    sweep = replace(sweep, random=arguments.random, halving=bool(arguments.halving))
    held = pool_data(sweep, data, choice)
    stored = StoredSweep(arguments.name or sweep_store.free_name(), sweep, data.source, choice)
    sweep_store.put(stored)
    return stored, held


def _resumed(arguments: argparse.Namespace, sweep_store: SweepStore) -> tuple[StoredSweep, Dataset]:
    for option in _OF_A_NEW_SWEEP:
        if getattr(arguments, option) is not None:
            raise SettingError(f"With --resume, no setting must be there: all are kept. Got --{option}.")
    stored = sweep_store.get(arguments.resume)
    return stored, pool_data(stored.sweep, load_data(stored.source, quiet=arguments.json), stored.choice)
