"""Workers for examining a network."""
