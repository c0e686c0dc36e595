"""The network in use, and remembered settings."""
