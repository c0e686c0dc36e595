"""Workers that open and read pictures."""
