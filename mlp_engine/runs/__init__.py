"""Keeps every training run: its settings, its history, its weights, and what a person noted about it."""

from mlp_engine.runs.records import Machine, RunSummary, StoredRun
from mlp_engine.runs.run_files import Weights
from mlp_engine.runs.store import RunStore, runs_folder

__all__ = ["Machine", "RunStore", "RunSummary", "StoredRun", "Weights", "runs_folder"]
