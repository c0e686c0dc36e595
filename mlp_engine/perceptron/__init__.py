"""The network itself: what it computes, how its loss is measured, and how it learns from a gradient."""
