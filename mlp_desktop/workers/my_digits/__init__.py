"""Workers for people's own drawings."""
