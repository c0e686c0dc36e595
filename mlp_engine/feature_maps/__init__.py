"""Weights that all places of an image share: how first weights for an ordinary network are learned.

A small pattern that is worth finding at one place of an image, the end of a line, a bend, is worth finding at any. So
the first layers here are feature maps: neurons that look through small windows, all those of a map with the same
weights (LeCun et al., *Backpropagation Applied to Handwritten Zip Code Recognition*, 1989). There are few weights to
learn, each of them from all places at once, and a tenth of the arithmetic.

What comes of it is written out as an ordinary network (:meth:`FeatureMapNetwork.dense`): every neuron of every map gets
weights of its own, zeros where it does not look. Training goes on from there with no weight bound to another, and
finds what a perceptron can do better than its maps did (d'Ascoli, Sagun, Bruna & Biroli, *Finding the Needle in the
Haystack with Convolutions*, 2019). No network that reads digits in this program has maps: they are a way to begin.
"""

from mlp_engine.feature_maps.config import FeatureMapConfig, MapLayer
from mlp_engine.feature_maps.network import FeatureMapNetwork

__all__ = ["FeatureMapConfig", "FeatureMapNetwork", "MapLayer"]
