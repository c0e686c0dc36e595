"""The Draw tab: the pad, its tools, and the answer."""
