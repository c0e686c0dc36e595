"""State for training."""
