"""State without widgets: the drawing, the network in use, the curves of a run, remembered settings."""
