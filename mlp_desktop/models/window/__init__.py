"""State for the window as a whole."""
