"""What the figures of a report were found on."""

import os
import platform

import numpy as np

from mlp_engine.version import __version__


def this_machine() -> dict[str, object]:
    """System, processor and versions; nothing that names a person or the machine itself."""
    return {
        "System": f"{platform.system()} {platform.release()}",
        "Processor": platform.processor() or platform.machine(),
        "Cores": os.cpu_count(),
        "Python": platform.python_version(),
        "numpy": np.__version__,
        "This program": __version__,
    }
