"""``mlp-engine committee``: trains networks that differ in their seeds alone, and joins them into one."""

import argparse
from dataclasses import asdict
from pathlib import Path
from statistics import mean

import numpy as np

from mlp_engine.cli.arguments import DATA_HELP, Commands, add_data, add_json, check_out, whole_number
from mlp_engine.cli.interrupting import stopped_by_interrupt
from mlp_engine.cli.loading import load_data, open_run_store
from mlp_engine.cli.output import print_json, print_notice, print_result, print_words
from mlp_engine.cli.sweep_options import add_settings, add_workers, choice_of, pool_of, sweep_of
from mlp_engine.cli.sweep_report import reporter
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import StoredSweep, Sweep, SweepResult, SweepStore, run_sweep
from mlp_engine.training.metrics import evaluate
from mlp_engine.weights.committee import committee_of
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

MEMBERS = 5
SOME_FAILED = 1


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "committee",
        help="train several networks that answer together",
        description="Trains networks that differ in their seeds alone, several at once, and joins them into one wider "
        "network that answers with the mean of their logits. Every member is kept as a run. Ctrl+C stops and keeps "
        "what there is; the same command with the same --name goes on.",
    )
    parser.set_defaults(run=run)
    add_data(parser)
    parser.add_argument(
        "--members",
        type=whole_number("Members", at_least=2),
        default=MEMBERS,
        metavar="N",
        help=f"how many networks (default: {MEMBERS})",
    )
    add_settings(parser, validation=0.0)
    add_workers(parser)
    parser.add_argument("--test", metavar="DATA", help=f"measure members and committee on this data: {DATA_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="weights file to write (default: none)")
    parser.add_argument(
        "--half", action="store_true", help="round the weights to half precision: a file of half the size"
    )
    add_json(parser, "one JSON object a training, and one at the end")


def run(arguments: argparse.Namespace) -> int:
    """Train and join as ``arguments`` say."""
    out: Path | None = arguments.out
    check_out(out)
    choice = choice_of(arguments)
    data = choice.apply(load_data(arguments.data, quiet=arguments.json))
    test = load_data(arguments.test, quiet=arguments.json) if arguments.test else None
    sweep = sweep_of(arguments, (), data, seeds=arguments.members, validation=0.0)
    store = open_run_store()
    sweep_store = SweepStore(store.folder)
    stored = StoredSweep(arguments.name or sweep_store.free_name("committee"), sweep, data.source, choice)
    sweep_store.put(stored)
    with (
        pool_of(arguments, data) as pool,
        stopped_by_interrupt() as control,
        reporter(arguments.json, sweep.trial_count) as report,
    ):
        result = run_sweep(
            sweep, data, pool, store,
            name=stored.name, source=data.source, choice=choice, on_done=report, control=control,
        )  # fmt: skip
    if result.stopped:
        print_words(f"Stopped. Resume with the same command and --name {stored.name!r}.")
        return control.exit_code
    if result.points[0].problems:
        print_notice(f"every member must be trained. {result.points[0].problems[0]}")
        return SOME_FAILED
    members = _members(store, result)
    committee = _half(committee_of(members)) if arguments.half else committee_of(members)
    scores = {} if test is None else _scores(committee, members, test)
    if out is not None:
        card = _card(sweep, data, len(members), scores)
        save_weights(out, committee, card, storage="half" if arguments.half else "exact")
    else:
        report.check()  # the scores are the answer
    _report(stored.name, scores, len(members), out, as_json=arguments.json)
    return 0


def _members(store: RunStore, result: SweepResult) -> list[Network]:
    paths = [store.weights_of(trial.run, "best") for trial in result.points[0].trials]
    return [load_weights(path).network for path in paths if path is not None]


def _half(network: Network) -> Network:
    """As a file in half precision has it: what is measured is what is saved."""
    with np.errstate(over="ignore"):  # A weight that is too large is refused when the file is written.
        parameters = network.parameters.astype(np.float16).astype(network.config.dtype)
    return Network(network.config, parameters)


def _scores(committee: Network, members: list[Network], test: Dataset) -> dict[str, float]:
    found = evaluate(committee, test)
    rates = [evaluate(member, test).error_rate for member in members]
    return {
        "test_error_rate": found.error_rate,
        "test_loss": found.loss,
        "members_test_error_rate": mean(rates),
        "best_member_test_error_rate": min(rates),
    }


def _card(sweep: Sweep, data: Dataset, members: int, scores: dict[str, float]) -> ModelCard:
    first = sweep.training.seed
    return ModelCard(
        data=data.name,
        data_sha256=data.fingerprint(),
        training={"members": members, "seeds": f"{first} to {first + members - 1}"} | asdict(sweep.training),
        seed=sweep.training.seed,
        epochs=sweep.training.epochs,
        scores=scores,
    )


def _report(name: str, scores: dict[str, float], members: int, out: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"committee": name, "members": members, **scores})
    elif scores:
        print_result(
            f"Test errors of the committee {scores['test_error_rate']:.2%}, of its {members} members "
            f"{scores['members_test_error_rate']:.2%} on average, "
            f"of the best {scores['best_member_test_error_rate']:.2%}."
        )
    saved = f"Saved in {out}." if out is not None else "Not saved: no --out was given."
    print_words(f"{saved} Kept as {name}.")
