"""Long work: each worker has a thread of its own and ends with exactly one outcome."""
