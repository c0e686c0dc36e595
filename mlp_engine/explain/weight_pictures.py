"""Pictures of the first layer's weights, which show the ink that each neuron responds to."""

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_whole_number


def weight_picture(network: Network, neuron: int) -> Floats:
    """The weights from all pixels of the digit image to one neuron of the first layer, counted from 0.

    Returns:
        The weights, shape (28, 28): ink excites the neuron at positive weights and inhibits it at negative ones.

    Raises:
        DataError: if the network does not read digit images.
        SettingError: if there is no such neuron.
    """
    if network.config.inputs != IMAGE_PIXELS:
        raise DataError(
            f"Weights are a picture in networks of {IMAGE_PIXELS} inputs only. "
            f"Got a network of {network.config.inputs}."
        )
    check_whole_number("Neuron", neuron, at_least=0, at_most=network.config.layers[1] - 1)
    return network.weights[0][:, neuron].reshape(IMAGE_SIDE, IMAGE_SIDE)
