"""State for drawing and its answer."""
