"""``mlp-engine share``: trains with weights that all places of an image share: first weights, and teachers."""

import argparse
from dataclasses import replace
from pathlib import Path

from mlp_engine.cli.arguments import DATA_HELP, Commands, add_data, add_json, check_out, whole_number
from mlp_engine.cli.interrupting import stopped_by_interrupt
from mlp_engine.cli.loading import load_data, load_teacher
from mlp_engine.cli.output import print_words
from mlp_engine.cli.train_options import add_checkpoints, add_teachers
from mlp_engine.cli.train_report import exit_code, outcome_text, reporter, taught_by, with_test_scores
from mlp_engine.errors import SettingError
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.config_record import config_record
from mlp_engine.training.feature_maps import resume_feature_maps, train_feature_maps
from mlp_engine.training.recipe import FeatureMapRecipe, read_feature_map_recipe
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import card_of_training


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "share",
        help="learn initial weights that all places of an image share",
        description="Trains a network whose first layers look through small windows with the same weights at all "
        "places of an image, and writes it out as an ordinary network: for train --start and --teacher.",
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "--recipe", required=True, type=Path, metavar="FILE", help="a TOML file that names all settings"
    )
    add_data(parser, required=False, instead=" (default: the recipe's)")
    parser.add_argument(
        "--draw",
        type=whole_number("Draw", at_least=0),
        default=0,
        metavar="N",
        help="number of the draw of the initial weights; the samples and their order do not depend on it (default: 0)",
    )
    add_teachers(parser)
    add_checkpoints(parser, "none", "resume the training of this checkpoint, by the same recipe on the same data")
    parser.add_argument("--test", metavar="DATA", help=f"measure the finished network once on this data: {DATA_HELP}")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="weights file to write")
    add_json(parser, "one JSON object per epoch")


def run(arguments: argparse.Namespace) -> int:
    """Train as ``arguments`` say."""
    recipe = read_feature_map_recipe(arguments.recipe)
    if arguments.resume is not None:
        _check_recipe(arguments.resume, recipe, arguments.recipe)
    teachers = [load_teacher(path) for path in arguments.teacher]
    check_out(arguments.out)
    data = load_data(arguments.data or recipe.data, quiet=arguments.json)
    test = load_data(arguments.test, quiet=arguments.json) if arguments.test else None
    with stopped_by_interrupt() as control, reporter(arguments.json, recipe.training.epochs) as report:
        if arguments.resume is not None:
            result = resume_feature_maps(
                arguments.resume, data, teachers=teachers, on_progress=report, control=control
            )  # fmt: skip
        else:
            result = train_feature_maps(
                data, recipe.network, recipe.training, draw=arguments.draw, teachers=teachers,
                on_progress=report, control=control, checkpoint=arguments.checkpoint,
            )  # fmt: skip
    card = card_of_training(result, data, recipe.training)
    descent = {"shared": config_record(recipe.network), "draw": arguments.draw} | taught_by(teachers)
    card = replace(card, training=card.training | descent)
    if test is not None:
        card = with_test_scores(card, result.network, test)
        print_words(f"Test errors {card.scores['test_error_rate']:.2%}.")
    save_weights(arguments.out, result.network, card)
    print_words(f"{outcome_text(result)} Saved in {arguments.out}.")
    return exit_code(result, control)


def _check_recipe(checkpoint: Path, recipe: FeatureMapRecipe, path: Path) -> None:
    """Check that the training of the checkpoint began with the recipe."""
    begun = load_checkpoint(checkpoint)
    if (begun.shared, begun.config) != (recipe.network, recipe.training):
        raise SettingError(f"The recipe must be the one that the training of {checkpoint} began with. Got {path}.")
