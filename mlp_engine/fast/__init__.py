"""Code that exists for speed alone: the same results as plain numpy, in fewer passes over memory."""
