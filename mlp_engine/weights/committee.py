"""A committee: networks that were trained apart and answer together, as one network.

The members' first layers stand side by side, the later ones as blocks along a diagonal with zeros between them, and
the last layer takes the mean of the members' logits::

        W₁ = [A₁ B₁]      W₂ = [A₂ 0 ]      W₃ = ½ [A₃]
                               [0  B₂]             [B₃]

So a committee *is* a wider network in which no member listens to another; it is saved, drawn, explained and trained on
like any other. The mean of the logits is, for softmax, the geometric mean of the probabilities, made to sum to 1
again (Hinton, *Products of experts*, 1999); for sigmoid outputs the geometric mean of the odds.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.network import Network, parameter_views


def committee_of(members: Sequence[Network]) -> Network:
    """One network whose logits are the mean of those of ``members``.

    Its hidden layers are as wide as those of all members together; between two of them stand as many zeros as make
    the block diagonal a matrix, so that memory grows with the square of the number of members there.

    Raises:
        SettingError: if there are none, they differ in more than the width of hidden layers, or the network would
            be larger than networks may be.
    """
    if not members:
        raise SettingError("A committee must have at least one member. Got none.")
    first = members[0].config
    for member in members[1:]:
        config = member.config
        if len(config.hidden) != len(first.hidden) or replace(config, hidden=first.hidden) != first:
            raise SettingError(
                f"Members of a committee must differ in nothing but the width of hidden layers. "
                f"Got {members[0]!r} and {member!r}."
            )
    widths = tuple(sum(sizes) for sizes in zip(*(member.config.hidden for member in members), strict=True))
    config = replace(first, hidden=widths)
    parameters = np.zeros(config.parameter_count, config.dtype)
    weights, biases = parameter_views(config.layers, parameters)
    last = len(weights) - 1
    # Where the member's part begins in each layer, input to output: all read the same input and give one output.
    begin = [0] * (last + 2)
    for member in members:
        for layer, (w, b) in enumerate(zip(member.weights, member.biases, strict=True)):
            rows = slice(begin[layer], begin[layer] + w.shape[0])
            columns = slice(begin[layer + 1], begin[layer + 1] + w.shape[1])
            share = len(members) if layer == last else 1
            weights[layer][rows, columns] += w / share
            biases[layer][columns] += b / share
        for layer, size in enumerate(member.config.hidden, start=1):
            begin[layer] += size
    return Network(config, parameters).copy()
