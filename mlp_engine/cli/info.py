"""``mlp-engine info``: says what a weights file holds."""

import argparse
from dataclasses import asdict
from typing import Any

from mlp_engine.cli.arguments import Commands, add_json, add_weights, open_weights
from mlp_engine.cli.output import print_json, print_result


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "info",
        help="show what a weights file holds",
        description="Prints architecture, origin and scores of a network.",
    )
    parser.set_defaults(run=run)
    add_weights(parser, alone=True)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Describe the file that ``arguments`` name."""
    network, card, reject, assumed = open_weights(arguments)
    facts: dict[str, Any] = {
        "file": str(arguments.weights),
        "bytes": arguments.weights.stat().st_size,
        "architecture": asdict(network.config),
        "parameters": network.config.parameter_count,
        "assumed_activation": assumed,
        "card": asdict(card),
        "reject": None
        if reject is None
        else {"architecture": asdict(reject.network.config), "threshold": reject.threshold},
    }
    if arguments.json:
        print_json(facts)
    else:
        print_result(_in_words(facts))
    return 0


def _in_words(facts: dict[str, Any]) -> str:
    architecture, card, reject = facts["architecture"], facts["card"], facts["reject"]
    rows = {
        "File": f"{facts['file']} ({facts['bytes']:,} bytes)",
        "Layers": _layers(architecture),
        "Parameters": f"{facts['parameters']:,} ({architecture['dtype']})",
        "Hidden layers": (", ".join(architecture["activations"]) or "none")
        + (" (assumed)" if facts["assumed_activation"] else ""),
        "Output": f"{architecture['output']} with {architecture['loss']}",
        "Trained on": f"{card['data'] or 'unknown'} (SHA-256 {card['data_sha256'][:12] or 'unknown'}…)",
        "Epochs": card["epochs"],
        "Settings": ", ".join(f"{name} {value}" for name, value in card["training"].items()) or "unknown",
        "Scores": ", ".join(f"{name} {value:.4f}" for name, value in card["scores"].items()) or "none",
        "Reject score": f"{_layers(reject['architecture'])}, from {reject['threshold']:g} on" if reject else "none",
        "Made": f"{card['created']} by version {card['version']}",
    }
    return "\n".join(f"{name:<14} {value}" for name, value in rows.items())


def _layers(architecture: dict[str, Any]) -> str:
    return " – ".join(map(str, [architecture["inputs"], *architecture["hidden"], architecture["outputs"]]))
