"""The architecture of a network with feature maps, as frozen records."""

from dataclasses import dataclass
from itertools import pairwise

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.validation import check_whole_number


@dataclass(frozen=True)
class MapLayer:
    """One layer of feature maps; each neuron sees the maps of the layer before through a square window.

    Attributes:
        side_in: side of the maps of the layer before, in places.
        maps_in: number of maps of the layer before; 1 for an image.
        kernel: side of the window, in places.
        stride: places from one window to the next.
        margin: places along the edges of the layer before that no window covers.
        maps: number of maps of this layer.
    """

    side_in: int
    maps_in: int
    kernel: int
    stride: int
    margin: int
    maps: int

    @property
    def side(self) -> int:
        """Side of the maps of this layer, in places."""
        return (self.side_in - 2 * self.margin - self.kernel) // self.stride + 1

    @property
    def fan_in(self) -> int:
        """Number of inputs of one neuron, and number of weights of a map."""
        return self.kernel**2 * self.maps_in

    @property
    def neurons(self) -> int:
        """Number of neurons: all places of all maps."""
        return self.side**2 * self.maps


@dataclass(frozen=True)
class FeatureMapConfig:
    """A perceptron whose first hidden layers are feature maps: ReLU, softmax with the log-likelihood loss, float32.

    Attributes:
        maps: number of feature maps of each such layer, first to last.
        kernels: side of the windows of each layer.
        strides: distance between the windows of each layer.
        margin: pixels along the edges of the image that no window covers.
        hidden: neurons of the ordinary hidden layers after them.
        outputs: neurons of the output layer.
        batch_normalisation: whether the hidden layers are trained with
            :class:`~mlp_engine.feature_maps.batch_normalisation.BatchNormalisation`.

    Raises:
        SettingError: if a value is out of range, or a window does not fit into the layer before.
    """

    maps: tuple[int, ...]
    kernels: tuple[int, ...]
    strides: tuple[int, ...]
    margin: int = 0
    hidden: tuple[int, ...] = ()
    outputs: int = 10
    batch_normalisation: bool = False

    def __post_init__(self) -> None:
        check_whole_number("Number of layers of maps", len(self.maps), at_least=1)
        if not len(self.maps) == len(self.kernels) == len(self.strides):
            raise SettingError(
                f"Maps, kernels and strides must be one of each for every layer. "
                f"Got {len(self.maps)}, {len(self.kernels)} and {len(self.strides)}."
            )
        check_whole_number("Margin", self.margin, at_least=0, at_most=IMAGE_SIDE // 2 - 1)
        side = IMAGE_SIDE - 2 * self.margin
        for number, (maps, kernel, stride) in enumerate(zip(self.maps, self.kernels, self.strides, strict=True), 1):
            check_whole_number(f"Maps of layer {number}", maps, at_least=1)
            check_whole_number(f"Kernel of layer {number}", kernel, at_least=1, at_most=side)
            check_whole_number(f"Stride of layer {number}", stride, at_least=1)
            side = (side - kernel) // stride + 1
        _ = self.dense  # checks the sizes of the ordinary layers and the number of parameters

    @property
    def inputs(self) -> int:
        """Number of pixels of an image."""
        return IMAGE_PIXELS

    @property
    def map_layers(self) -> tuple[MapLayer, ...]:
        """The layers of feature maps, first to last."""
        layers: list[MapLayer] = []
        side, maps_in, margin = IMAGE_SIDE, 1, self.margin
        for maps, kernel, stride in zip(self.maps, self.kernels, self.strides, strict=True):
            layers.append(MapLayer(side, maps_in, kernel, stride, margin, maps))
            side, maps_in, margin = layers[-1].side, maps, 0
        return tuple(layers)

    @property
    def dense(self) -> NetworkConfig:
        """The architecture of the same network without sharing."""
        sizes = tuple(layer.neurons for layer in self.map_layers)
        return NetworkConfig(
            inputs=self.inputs,
            hidden=(*sizes, *self.hidden),
            outputs=self.outputs,
            activations=("relu",),
            initializer="he",
        )

    @property
    def weight_shapes(self) -> tuple[tuple[int, int], ...]:
        """Shape of each layer's weights: (fan_in, maps) for maps, (fan_in, fan_out) for ordinary layers."""
        maps = [(layer.fan_in, layer.maps) for layer in self.map_layers]
        ordinary = pairwise((self.map_layers[-1].neurons, *self.hidden, self.outputs))
        return (*maps, *ordinary)

    @property
    def weight_count(self) -> int:
        """Number of weights to learn."""
        return sum(fan_in * fan_out for fan_in, fan_out in self.weight_shapes)

    @property
    def parameter_count(self) -> int:
        """Number of weights and biases to learn."""
        return self.weight_count + sum(fan_out for _, fan_out in self.weight_shapes)
