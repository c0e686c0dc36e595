"""State for people's own drawings."""
