"""The sizes that all distorting has in common."""

SIDE = 28
"""Pixels of a digit image each way."""

FRAME = 2
"""Pixels of paper kept around it: one that a broader pen may reach, one that stays paper."""

WIDE = SIDE + 2 * FRAME
"""Pixels of the framed image each way. A power of two: row and column are then bits of one number."""
