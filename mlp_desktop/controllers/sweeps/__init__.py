"""The Compare tab: what is to be swept, the sweep itself, what it found, and what is done with its best point."""
