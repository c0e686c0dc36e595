"""Controllers for examining a network."""
