"""The curves of a run, and loaded data."""
