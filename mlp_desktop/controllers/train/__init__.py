"""Controllers for training."""
