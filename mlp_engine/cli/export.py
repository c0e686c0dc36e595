"""``mlp-engine export``: writes a network for another program."""

import argparse
from pathlib import Path

from mlp_engine.cli.arguments import Commands, add_weights, alternatives, choice
from mlp_engine.interchange import EXPORTS, export_network, load_network


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


def run(arguments: argparse.Namespace) -> int:
    """Export the network that ``arguments`` name."""
    network = load_network(arguments.weights).network
    export_network(network, arguments.to, arguments.out)
    print(f"Wrote {arguments.out} ({arguments.out.stat().st_size:,} bytes).")
    return 0
