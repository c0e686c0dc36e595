"""Feature maps: networks that share weights over all places of an image, to learn first weights for ordinary networks.

A small pattern, such as the end of a line or a bend, is useful at any place of an image if it is useful at one. So the
first layers here are feature maps: each neuron sees a small window of the layer before, and all neurons of a map have
the same weights (LeCun et al., *Backpropagation Applied to Handwritten Zip Code Recognition*, 1989). There are few
weights to learn, each from all places at once, with a tenth of the arithmetic.

The trained network is then written out as an ordinary one (:meth:`FeatureMapNetwork.dense`): every neuron of every map
gets its own weights, with zeros outside its window. Training continues from there without sharing, and improves on
the maps (d'Ascoli, Sagun, Bruna & Biroli, *Finding the Needle in the Haystack with Convolutions*, 2019). The networks
that read digits in this program have no feature maps; these only provide first weights.
"""

from mlp_engine.feature_maps.config import FeatureMapConfig, MapLayer
from mlp_engine.feature_maps.network import FeatureMapNetwork

__all__ = ["FeatureMapConfig", "FeatureMapNetwork", "MapLayer"]
