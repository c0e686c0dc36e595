"""Arguments that several commands share, and text that becomes a checked value."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from mlp_engine.cli.output import print_notice
from mlp_engine.errors import SettingError, WeightsWriteError
from mlp_engine.files.paths import is_folder, resolved, why_impossible
from mlp_engine.files.resources import bundled_weights
from mlp_engine.interchange import OpenedNetwork, open_network
from mlp_engine.perceptron.config import ACTIVATIONS
from mlp_engine.sources import arranged_source, fitted_source
from mlp_engine.sources.arrangement import Arrangement
from mlp_engine.training.setting import Setting
from mlp_engine.validation import check_choice, parse_whole_number

Choice = TypeVar("Choice", bound=str)
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # pyright: ignore[reportPrivateUsage]

DATA_HELP = (
    "mnist or mnist-test; my-digits, your own drawings on this machine; practice:COUNT:SEED, generated digits; "
    "pictured:COUNT:SEED, generated digits as they look in pictures; pendigits, pen strokes of 30 people; or a file or "
    "folder of samples, recognised by its content: CSV, NumPy, MATLAB, IDX, pictures, strokes, or a zip archive of "
    "them. FOLDER:test is the test set of a folder that has both sets; A+B joins two sources (see docs/data.md)"
)

_FIT = "28x28"
_ARRANGEMENTS = (
    ("--as-is", "as-is", "use arrays of digits as they are, without inspecting them"),
    ("--transpose", "transposed", "read arrays of digits as images stored column by column"),
    ("--invert", "inverted", "read arrays of digits as dark ink (0) on light paper (255)"),
    ("--to-28x28", _FIT, "bring images of another size to 28×28 pixels the way drawings on the pad are"),
)


def add_data(parser: argparse.ArgumentParser, *, required: bool = True, instead: str = "", alone: bool = False) -> None:
    """``--data DATA`` and its arrangement.

    Args:
        parser: of the command.
        required: whether it must be there.
        instead: what is taken where it is not, for the help.
        alone: whether DATA may also stand without ``--data``; it must be there in one of the two ways.
    """
    if alone:
        either = parser.add_mutually_exclusive_group(required=True)
        either.add_argument("data", nargs="?", default=argparse.SUPPRESS, metavar="DATA", help="as --data")
        either.add_argument("--data", metavar="DATA", help=DATA_HELP)
    else:
        parser.add_argument("--data", required=required, metavar="DATA", help=DATA_HELP + instead)
    for option, word, what in _ARRANGEMENTS:
        parser.add_argument(option, action="append_const", dest="arrangement", const=word, help=what)


def arrange_sources(arguments: argparse.Namespace) -> None:
    """Write the arrangement that was asked for into the sources of ``arguments``, where runs record it.

    Raises:
        SettingError: if ``--as-is`` stands beside another arrangement, or no ``--data`` beside any.
    """
    words: list[str] = getattr(arguments, "arrangement", None) or []
    if not words:
        return
    if "as-is" in words and set(words) & {"transposed", "inverted"}:
        raise SettingError("Data must be taken as it is, or transposed and inverted. Got --as-is with another.")
    if arguments.data is None:
        raise SettingError("--as-is, --transpose, --invert and --to-28x28 must be given with --data. Got none.")
    arguments.data = _arranged(arguments.data, words)
    if getattr(arguments, "test", None):
        arguments.test = _arranged(arguments.test, words)


def _arranged(source: str, words: Sequence[str]) -> str:
    if set(words) != {_FIT}:
        source = arranged_source(source, Arrangement("transposed" in words, "inverted" in words))
    return fitted_source(source) if _FIT in words else source


def add_weights(parser: argparse.ArgumentParser, *, alone: bool = False) -> None:
    """``--weights FILE``, by default the bundled network; ``alone``: FILE may also stand without ``--weights``."""
    either = parser.add_mutually_exclusive_group()
    if alone:
        # Without a type, which would make a path of what stands for none.
        either.add_argument("weights", nargs="?", default=argparse.SUPPRESS, metavar="FILE", help="as --weights")
    either.add_argument(
        "--weights",
        type=Path,
        default=bundled_weights(),
        metavar="FILE",
        help="a weights file of this program or another: npz, ONNX, PyTorch's safetensors, or the JSON of Nielsen's "
        "network2, recognised by its content (default: the bundled network)",
    )
    parser.add_argument(
        "--activation",
        type=choice("Activation", ACTIVATIONS),
        metavar=alternatives(ACTIVATIONS),
        help="activation of the hidden layers, if the file of another program does not state it (default: relu)",
    )


def open_weights(arguments: argparse.Namespace) -> OpenedNetwork:
    """The network that ``--weights`` and ``--activation`` name; standard error says what had to be assumed."""
    arguments.weights = Path(arguments.weights)
    opened = open_network(arguments.weights, arguments.activation)
    if opened.assumed is not None:
        print_notice(
            f"{arguments.weights} does not state the activation of its hidden layers: "
            f"{opened.assumed} is assumed. Name another with --activation."
        )
    return opened


def add_json(parser: argparse.ArgumentParser, what: str = "one JSON object") -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help=f"print {what} instead of words")


def check_out(out: Path | None) -> None:
    """A training of hours must not end with "no such folder"."""
    if out is not None and (is_folder(out) or not is_folder(resolved(out).parent)):
        raise WeightsWriteError(f"The weights file must be a file in an existing folder. Got {out}.")
    if out is not None and (reason := why_impossible(out)):
        raise WeightsWriteError(f"The weights file must have a name that is possible there. Got {out} ({reason}).")


def whole_number(name: str, *, at_least: int | None = None, at_most: int | None = None) -> Callable[[str], int]:
    """An argument type: text to a whole number."""
    return lambda text: parse_whole_number(name, text, at_least=at_least, at_most=at_most)


def add_setting(parser: argparse.ArgumentParser, setting: Setting, default: str, more: str = "") -> None:
    """Declare the option of ``setting``; its help adds ``more`` to the description, and names the ``default``.

    What is not given stays ``None``: the records that hold the settings know their defaults, and check the values.
    """
    flag = "--" + setting.option.replace("_", "-")
    text = f"{setting.description[:1].lower()}{setting.description[1:-1]}{more} (default: {default})"
    names = [name for name, _ in setting.choices]
    match setting.kind:
        case "yes or no":
            parser.add_argument(flag, action="store_const", const=True, help=text)
        case "layers":
            neurons = whole_number("Neurons of a hidden layer", at_least=0)
            parser.add_argument(flag, action="append", type=neurons, metavar="N", help=text)
        case "names":
            parser.add_argument(
                flag, action="append", type=choice(setting.label, names), metavar=alternatives(names), help=text
            )
        case "name":
            parser.add_argument(flag, type=choice(setting.label, names), metavar=alternatives(names), help=text)
        case "numbers":
            parser.add_argument(flag, type=setting.parse, metavar="F,F,…", help=text)
        case "number" | "whole number":
            metavar = "F" if setting.kind == "number" else "N"
            parser.add_argument(flag, type=setting.parse, metavar=metavar, help=text)


def choice(name: str, choices: Sequence[Choice]) -> Callable[[str], Choice]:
    """An argument type: text to one of ``choices``."""
    return lambda text: check_choice(name, text, choices)


def alternatives(choices: Sequence[str]) -> str:
    """How ``choices`` are shown in a usage line."""
    return "|".join(choices)
