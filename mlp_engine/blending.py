"""A network between two others: one that was trained further, and the one that it began with.

What a network learns further it pays for with some of what it knew. Between the two, on the straight line from the
one's weights to the other's, most of the gain is there already and little of the loss: of a network and one trained on
from it no hill parts them, as it would two that were trained apart.

Source: Wortsman et al., *Robust fine-tuning of zero-shot models*, 2022.
"""

import numpy as np

from mlp_engine.errors import DataError
from mlp_engine.network import Network
from mlp_engine.validation import check_number


def between(first: Network, second: Network, share: float) -> Network:
    """The network whose parameters are (1 − share) · those of ``first`` + share · those of ``second``.

    Args:
        first: what training began with.
        second: what came of it.
        share: 0 for the first, 1 for the second.

    Raises:
        DataError: if they differ in their architecture.
        SettingError: if the share is not from 0 to 1.
    """
    check_number("Share of the second network", share, at_least=0, at_most=1)
    if second.config != first.config:
        raise DataError(f"Networks to go between must have one architecture. Got {first!r} and {second!r}.")
    kind = np.dtype(first.config.dtype).type
    return Network(first.config, kind(1 - share) * first.parameters + kind(share) * second.parameters).copy()
