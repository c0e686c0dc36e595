"""Runs the command line: ``python -m mlp_engine`` is ``mlp-engine``."""

import sys

from mlp_engine.cli import main

if __name__ == "__main__":
    sys.exit(main())
