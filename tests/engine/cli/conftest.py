"""Runs the command line as a user would, and looks at what it prints."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from mlp_engine.cli import main


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


def without_finding(errors: str) -> str:
    """Standard error without what the inspection says of striped digits, which truly are none (see test_data.py)."""
    return re.sub(r"mlp-engine: striped, .*: The bundled network reads .*\n", "", errors)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def call(*arguments: object) -> Run:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:  # argparse's own way out
            code = int(exit_.code or 0)
        printed = capsys.readouterr()
        return Run(code, printed.out, without_finding(printed.err))

    return call


@pytest.fixture
def feature_map_recipe() -> str:
    """A recipe for a small network with shared weights."""
    return """
data = "practice:60"
[shared]
maps = [3, 4]
kernels = [6, 3]
strides = [3, 2]
hidden = [9]
[training]
optimizer = "momentum"
learning_rate = 0.03
epochs = 3
validation = 0.2
seed = 2
"""
