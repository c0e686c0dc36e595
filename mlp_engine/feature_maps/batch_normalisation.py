"""Batch normalisation: each map's logits with mean 0 and variance 1 over a minibatch, whatever the weights before are.

With z the logits of one map at all places of all samples of a minibatch, μ their mean and σ² their variance, the layer
goes on with ẑ = (z − μ)/√(σ² + ε) and its bias. Going back,

    ∂C/∂z = (δ − mean(δ) − ẑ · mean(δ ẑ)) / √(σ² + ε),  δ = ∂C/∂ẑ.

Behind the rectifier a scale of each map would change nothing that the weights of the next layer could not, so there
is none. In use, μ and σ² are the averages of many minibatches; the normalisation is then linear, and is folded into
weights and bias: a network in use needs no change.
Source: Ioffe & Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate shift*
(2015).
"""

import numpy as np

from mlp_engine.arrays import Floats

_EPSILON = 1e-5
_KEPT = 0.98
"""How much of the averages each minibatch leaves: they remember about fifty, a tenth of an epoch of MNIST."""


class BatchNormalisation:
    """Normalises the logits of one layer.

    Args:
        maps: number of maps, or of neurons in an ordinary layer.
        rows: the most rows of logits that come at once: places times samples.

    Attributes:
        mean: of what was seen, shape (maps,).
        variance: the same.
    """

    def __init__(self, maps: int, rows: int) -> None:
        self.mean = np.zeros(maps, np.float32)
        self.variance = np.ones(maps, np.float32)
        self._deviation = np.ones(maps, np.float32)
        self._normal = np.empty((rows, maps), np.float32)
        self._products = np.empty_like(self._normal)
        self._seen = 0.0

    def __repr__(self) -> str:
        return f"BatchNormalisation({len(self.mean)})"

    def apply(self, z: Floats) -> None:
        """Normalise the logits of a minibatch, shape (rows, maps), in place, and average over what was seen."""
        n = len(z)
        mean = z.mean(axis=0)
        z -= mean
        variance = np.einsum("ij,ij->j", z, z) / n
        np.sqrt(variance + _EPSILON, out=self._deviation)
        z /= self._deviation
        np.copyto(self._normal[:n], z)
        # Beginning with nothing seen, the averages are of the minibatches so far, and soon of the last ones.
        self._seen = self._seen * _KEPT + 1
        self.mean += (mean - self.mean) / self._seen
        self.variance += (variance - self.variance) / self._seen

    def send_back(self, delta: Floats) -> None:
        """Turn the errors of the normalised logits, shape (rows, maps), into those of the logits, in place."""
        n = len(delta)
        normal, products = self._normal[:n], self._products[:n]
        along = np.einsum("ij,ij->j", delta, normal) / n
        delta -= delta.mean(axis=0)
        np.multiply(normal, along, out=products)
        delta -= products
        delta /= self._deviation

    def recall(self, mean: Floats, variance: Floats, steps: int) -> None:
        """Continue as if so many minibatches had left these averages, which are copied, shape (maps,)."""
        self.mean[...], self.variance[...] = mean, variance
        self._seen = 0.0
        for _ in range(steps):
            self._seen = self._seen * _KEPT + 1

    def fold(self, w: Floats, b: Floats) -> None:
        """Change weights, shape (fan_in, maps), and bias so that they do what the normalisation does on average."""
        deviation = np.sqrt(self.variance + _EPSILON)
        w /= deviation
        b -= self.mean / deviation
