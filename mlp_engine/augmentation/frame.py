"""The margin around a digit image while it is distorted."""

from mlp_engine.arrays import IMAGE_SIDE

FRAME = 2
"""Pixels of paper around the image: a broader pen may reach the inner one, the outer one stays paper."""

WIDE = IMAGE_SIDE + 2 * FRAME
"""Pixels of the framed image each way. A power of two, so that row and column are bits of one index."""
