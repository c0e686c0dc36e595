"""Controllers and helpers that several subjects use."""
