"""The Runs tab: stored runs."""
