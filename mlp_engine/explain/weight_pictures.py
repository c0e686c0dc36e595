"""The weights of the first layer as pictures: what ink each neuron looks for."""

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_whole_number


def weight_picture(network: Network, neuron: int) -> Floats:
    """The weights from every pixel of the digit image to one neuron of the first layer, counted from 0.

    Returns:
        Shape (28, 28): where it is positive, ink excites the neuron; where negative, ink inhibits it.

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
