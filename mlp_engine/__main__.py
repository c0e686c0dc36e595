"""Runs the command line: ``python -m mlp_engine`` is ``mlp-engine``."""

import sys

INTERRUPTED = 130  # as in mlp_engine.cli.interrupting, which is not read yet when it is needed here

try:
    from mlp_engine.cli import main
except KeyboardInterrupt:  # Ctrl+C while the modules are read, which takes a while
    sys.exit(INTERRUPTED)

if __name__ == "__main__":
    sys.exit(main())
