"""Controllers for the window as a whole."""
