"""Diagnosis of a run: what its curves and layers say, and what to change."""
