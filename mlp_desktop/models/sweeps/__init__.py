"""The points of a sweep as a table, a grid and scales."""
