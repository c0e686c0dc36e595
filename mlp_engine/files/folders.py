"""The folders in which this program keeps its user's data, and what it can fetch or make again."""

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """This program's data folder: the platform's default, or the one in the environment variable ``MLP_DATA_DIR``."""
    chosen = os.environ.get("MLP_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("mlp-desktop", appauthor=False)


def cache_folder() -> Path:
    """This program's cache folder: the platform's default, or the one in the environment variable ``MLP_CACHE_DIR``."""
    chosen = os.environ.get("MLP_CACHE_DIR")
    return Path(chosen) if chosen else platformdirs.user_cache_path("mlp-desktop", appauthor=False)


def is_user_data(path: Path) -> bool:
    """Whether ``path``, which must be resolved, is below this program's data folder."""
    return path.is_relative_to(os.path.realpath(data_folder()))  # Path.resolve fails at a link in a circle
