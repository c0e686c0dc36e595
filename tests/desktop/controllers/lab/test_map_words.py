"""The map in words."""

import numpy as np

from mlp_desktop.controllers.lab.map_words import summary
from mlp_engine.projection.layer_map import pca_maps


def test_of_many_layers_the_summary_tells_the_first_and_the_last_which_two_lines_hold() -> None:
    rng, labels = np.random.default_rng(0), np.arange(60) % 10
    names = ("Pixels", *(f"Hidden layer {number}" for number in range(1, 21)), "Output")
    maps = pca_maps(names, [rng.random((60, 4)) for _ in names], labels, 10)
    shares = {layer.name: f"{layer.name} {layer.neighbours.same:.1%}" for layer in maps}
    told = [shares[name] for name in ("Pixels", "Hidden layer 1", "Hidden layer 2", "Hidden layer 20", "Output")]
    assert summary(maps).startswith(
        f"Same digit among the 10 nearest neighbours: {', '.join(told[:3])}, …, {', '.join(told[3:])}. Apart means"
    )
    assert all(share in summary(maps[:6]) for share in list(shares.values())[:6])
