"""The table of kept runs."""
