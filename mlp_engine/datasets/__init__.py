"""Where samples come from: each source yields the same frozen :class:`~mlp_engine.datasets.dataset.Dataset`."""
