"""What the window is about, without a widget: the drawing, the network in use, the curves of a run, settings."""
