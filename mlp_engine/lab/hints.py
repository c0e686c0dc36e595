"""What is worth a try in the Lab: the one neuron that an answer hangs on, and changes that cost much or nothing."""

from collections.abc import Sequence

import numpy as np

from mlp_engine.examination.hint import Hint
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.measurement import LabScore
from mlp_engine.lab.places import layer_name

LEAST_LOSS = 0.02
"""Of the probability: a neuron that costs less is not worth a hint."""
COSTLY, FREE = 0.1, 0.005
"""Shares of the accuracy: changes that cost more are told, and changes that cost less."""


def lab_hints(
    edited: EditedNetwork, outputs: Sequence[LayerOutputs] | None, before: LabScore | None, after: LabScore | None
) -> tuple[Hint, ...]:
    """All hints for a network with its edits, the most useful first.

    Args:
        edited: the network.
        outputs: of its layers for the drawing, hidden layers first; ``None`` without a drawing.
        before: the accuracy before all edits; ``None`` while it is not measured.
        after: the accuracy now.
    """
    hints: list[Hint] = []
    if edited.edits and before is not None and after is not None:
        lost = before.accuracy - after.accuracy
        is_one = len(edited.edits) == 1
        these = "This change" if is_one else "These changes"
        if lost > COSTLY:
            words = f"{these} {'costs' if is_one else 'cost'} {100 * lost:.1f} points of the accuracy."
            undo = "Undo removes it." if is_one else "Undo removes the last change."
            evidence = f"{before.accuracy:.1%} before, {after.accuracy:.1%} now. {undo}"
            hints.append(Hint("costly", words, evidence, "Undo"))
        elif abs(lost) < FREE:
            words = f"The network does as well with {these.lower()}."
            evidence = f"{before.accuracy:.1%} before, {after.accuracy:.1%} now. How much more can be left out?"
            hints.append(Hint("free", words, evidence))
    if outputs is not None and (hint := _pivot(edited, outputs)) is not None:
        hints.append(hint)
    return tuple(hints)


def _pivot(edited: EditedNetwork, outputs: Sequence[LayerOutputs]) -> Hint | None:
    """The neuron of the last hidden layer that the answer hangs on most: without it, it changes or is least sure.

    Without neuron i the logits are z − aᵢ wᵢ: all neurons take one product of the size of the output layer.
    """
    config = edited.base.config
    if not config.hidden:
        return None
    last = len(config.hidden) - 1
    a, z, w = outputs[last].activations, outputs[-1].logits, edited.layers[-1].weights
    without = z[None, :] - a[:, None] * w  # (neurons, outputs)
    answer = int(z.argmax())
    layer = layer_name(config, last).lower() if last else "the hidden layer"
    lead = np.delete(without, answer, axis=1).max(axis=1) - without[:, answer]
    neuron = int(lead.argmax())
    if lead[neuron] <= 0:
        probabilities = edited.base.probabilities(without)[:, answer]
        neuron = int(probabilities.argmin())
        sure, less = float(outputs[-1].activations[answer]), float(probabilities[neuron])
        if sure - less < LEAST_LOSS:
            return None
        return Hint(
            "pivot",
            f"Neuron {neuron + 1} of {layer} does most for the {answer}.",
            f"Without it {answer} has {less:.0%} in place of {sure:.0%}.",
            "Switch it off",
            (last, neuron),
        )
    other, count = int(without[neuron].argmax()), int((lead > 0).sum())
    more = "It is the only one of its layer." if count == 1 else f"{count} neurons of its layer can do this alone."
    return Hint(
        "pivot",
        f"Without neuron {neuron + 1} of {layer} the answer would be {other}, not {answer}.",
        more,
        "Switch it off",
        (last, neuron),
    )
