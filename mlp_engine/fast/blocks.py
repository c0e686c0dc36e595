"""Stretches of a long vector, short enough that several passes over one find it in the processor's cache."""

from collections.abc import Iterator

# 128 KB of float32: the five vectors of an Adam step fit into a core's second-level cache of 1 MB.
BLOCK = 32_768


def blocks(size: int) -> Iterator[slice]:
    """Slices of at most :data:`BLOCK` that make up a vector of ``size``, first to last."""
    return (slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK))
