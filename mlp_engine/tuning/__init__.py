"""The tuning of a trained network to one person's handwriting."""
