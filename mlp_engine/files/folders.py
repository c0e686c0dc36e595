"""Where this program keeps what a person made with it."""

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The platform's data folder of this program; the environment variable ``MLP_DATA_DIR`` names another."""
    chosen = os.environ.get("MLP_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("mlp-desktop", appauthor=False)
