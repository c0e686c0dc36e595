"""A committee: networks that were trained separately, joined into one network that averages their logits.

In the first layer the members' weights are side by side, in later layers they are blocks along the diagonal with
zeros elsewhere, and the last layer takes the mean of the members' logits::

        W₁ = [A₁ B₁]      W₂ = [A₂ 0 ]      W₃ = ½ [A₃]
                               [0  B₂]             [B₃]

So a committee is a wider network without connections between its members; it is saved, drawn, explained and trained
further like any other. For softmax, the mean of the logits gives the geometric mean of the probabilities, normalised
to sum to 1 (Hinton, *Products of experts*, 1999); for sigmoid outputs, the geometric mean of the odds.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.network import Network, parameter_views


def committee_of(members: Sequence[Network]) -> Network:
    """One network whose logits are the mean of those of ``members``.

    Each hidden layer is as wide as those of all members together. The zeros outside the diagonal blocks are stored
    too, so the memory between two hidden layers grows with the square of the number of members.

    Raises:
        SettingError: if there is no member, if members differ in more than the widths of hidden layers, or if the
            network would exceed the largest size allowed.
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
    # Where the member's neurons begin in each layer, input to output. Inputs and outputs are common to all members.
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
