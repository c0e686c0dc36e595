"""Controllers for people's own drawings."""
