"""Workers for training."""
