"""``mlp-engine export``: writes a network for another program."""

import argparse
from pathlib import Path

from mlp_engine.cli.arguments import Commands, add_weights, alternatives, choice, open_weights
from mlp_engine.cli.output import print_result
from mlp_engine.errors import WeightsWriteError
from mlp_engine.interchange import EXPORTS, export_network, reason_to_keep


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export",
        help="write a network for another program",
        description="Writes a network as a NumPy archive (npz), for ONNX runtimes (onnx, needs the extra onnx), as one "
        "Python file that needs numpy alone (script), or as a PyTorch state_dict in safetensors (torch).",
    )
    parser.set_defaults(run=run)
    add_weights(parser)
    parser.add_argument(
        "--to", required=True, type=choice("Format", EXPORTS), metavar=alternatives(EXPORTS), help="the format"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write it")
    parser.add_argument(
        "--force", action="store_true", help="replace FILE even if it is not an earlier export, or is the network's own"
    )


def run(arguments: argparse.Namespace) -> int:
    """Export the network that ``arguments`` name."""
    network = open_weights(arguments).network
    if not arguments.force and (reason := reason_to_keep(arguments.out, arguments.to, arguments.weights)):
        raise WeightsWriteError(f"{reason} Choose another name, or replace it with --force.")
    export_network(network, arguments.to, arguments.out)
    print_result(f"Wrote {arguments.out} ({arguments.out.stat().st_size:,} bytes).")
    return 0
