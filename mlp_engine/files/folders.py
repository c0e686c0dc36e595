"""The folder in which this program keeps its user's data."""

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """This program's data folder: the platform's default, or the one in the environment variable ``MLP_DATA_DIR``."""
    chosen = os.environ.get("MLP_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("mlp-desktop", appauthor=False)


def is_user_data(path: Path) -> bool:
    """Whether ``path``, which must be resolved, is below this program's data folder."""
    return path.is_relative_to(data_folder().resolve())
