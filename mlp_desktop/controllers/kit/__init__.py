"""Parts that the controllers of several subjects use."""
