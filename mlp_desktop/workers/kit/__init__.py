"""The base of all workers, and workers that several subjects use."""
