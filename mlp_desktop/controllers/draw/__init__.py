"""Controllers for drawing and its answer."""
