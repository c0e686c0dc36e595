"""The thread that looks at the snapshots of runs."""
