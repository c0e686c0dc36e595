"""The sizes of a digit image and of the margin around it while it is distorted."""

SIDE = 28
"""Pixels of a digit image each way."""

FRAME = 2
"""Pixels of paper around the image: a broader pen may reach the inner one, the outer one stays paper."""

WIDE = SIDE + 2 * FRAME
"""Pixels of the framed image each way. A power of two, so that row and column are bits of one index."""
