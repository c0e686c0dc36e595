"""A network with edits, and the list of edits with undo and redo. An edit costs one layer, not the whole network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError, SettingError
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.edits import Edit, LayerEdit, same_target
from mlp_engine.lab.layer_state import LayerState
from mlp_engine.lab.places import EVERY_LAYER, LARGEST_VALUE, layer_name
from mlp_engine.lab.pruning import AllWeightsPruned, SmallestPruned
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network, layer_logits


class EditedNetwork:
    """A network and its edits; like the network, it never changes. Layers without an edit are shared, not copied.

    Attributes:
        base: the network before all edits.
        edits: the edits in their order.
        layers: the parameters of each layer after them, first hidden layer to output.
    """

    def __init__(self, base: Network, edits: Sequence[Edit] = (), *, like: "EditedNetwork | None" = None) -> None:
        """Apply ``edits`` to ``base``.

        Args:
            base: the network.
            edits: in the order in which they were made.
            like: the same network with other edits, whose layers are taken where the edits of a layer are the same.

        Raises:
            SettingError: if the network lacks what an edit changes, an edit has a value that is not allowed, or
                weights become too large.
        """
        self.base = base
        self.edits = tuple(edits)
        for edit in self.edits:
            edit.check(base.config)
        before = like if like is not None and like.base is base else None
        self._in_layers = self._resolved(before)
        self.layers = tuple(self._layer(number, before) for number in range(len(base.weights)))

    def __repr__(self) -> str:
        count = len(self.edits)
        return f"EditedNetwork({self.base!r}, {count} {'edit' if count == 1 else 'edits'})"

    def with_edits(self, edits: Sequence[Edit]) -> "EditedNetwork":
        """The same network with other edits; only layers whose edits differ are computed again."""
        return EditedNetwork(self.base, edits, like=self)

    def words(self) -> tuple[str, ...]:
        """Each edit in words, in order."""
        return tuple(edit.words(self.base.config) for edit in self.edits)

    def network(self) -> Network:
        """A network of its own that answers as this one does.

        A pinned activation c of a neuron is written into the next layer: c · w is added to the biases there, and the
        weights w from that neuron become 0.
        """
        config = self.base.config
        parameters = np.empty_like(self.base.parameters)
        parameters.flags.writeable = True
        result = Network(config, parameters)
        for number, state in enumerate(self.layers):
            result.weights[number][...] = state.weights
            result.biases[number][...] = state.biases
            if number:
                for neuron, value in self.layers[number - 1].pinned.items():
                    result.biases[number][...] += state.weights.dtype.type(value) * state.weights[neuron]
                    result.weights[number][neuron] = 0
        return result.copy()

    def outputs(self, sample: NDArray[np.generic]) -> tuple[LayerOutputs, ...]:
        """The outputs of every layer for one sample, hidden layers first, output last, with what is pinned.

        Args:
            sample: shape (inputs,), ``uint8`` ink or floats, as in :meth:`Network.predict`.

        Raises:
            DataError: if the sample does not have the network's number of inputs.
        """
        config = self.base.config
        if sample.shape != (config.inputs,):
            raise DataError(f"A sample for this network must have {config.inputs} inputs. Got shape {sample.shape}.")
        a: Floats = np.empty(sample.shape, config.dtype)
        read_inputs(sample, a)
        result: list[LayerOutputs] = []
        for number, state in enumerate(self.layers):
            z = layer_logits(a, state.weights, state.biases, np.empty_like(state.biases))
            a = self.activations(number, z)
            name = config.output if number == len(config.hidden) else config.activations[number]
            result.append(LayerOutputs(z - state.biases, state.biases, z, a, name))
        return tuple(result)

    def activations(self, layer: int, logits: Floats) -> Floats:
        """The activations of a layer with these logits, shape (fan_out,) or (n, fan_out), with what is pinned.

        Those of the output are the probabilities.
        """
        if layer == len(self.base.config.hidden):
            return self.base.probabilities(logits)
        a = np.empty_like(logits)
        activation(self.base.config.activations[layer]).apply(logits, a)
        self.layers[layer].pin(a)
        return a

    def _layer(self, number: int, before: "EditedNetwork | None") -> LayerState:
        edits = self._edits_of(number)
        state = LayerState(self.base.weights[number], self.base.biases[number], number=number)
        if before is not None:
            earlier = before._edits_of(number)
            if edits[: len(earlier)] == earlier:
                state, edits = before.layers[number], edits[len(earlier) :]
        for edit in edits:
            state = edit.apply(state)
        if edits:
            self._check_size(number, state)
        return state

    def _check_size(self, number: int, state: LayerState) -> None:
        """Refuse a layer whose weights have grown so large that its sums might be no numbers any more.

        A network may come with larger ones: those may stay.
        """
        arrays = ((state.weights, self.base.weights[number]), (state.biases, self.base.biases[number]))
        for changed, before in arrays:
            largest = float(np.abs(changed).max(initial=0.0))
            if not largest <= LARGEST_VALUE and not largest <= float(np.abs(before).max(initial=0.0)):
                raise SettingError(
                    f"A change must leave weights and biases of at most {LARGEST_VALUE:,.0f}. "
                    f"Got {largest:.4g} in {layer_name(self.base.config, number)}."
                )

    def _edits_of(self, layer: int) -> tuple[LayerEdit | SmallestPruned, ...]:
        each = (edit for edits in self._in_layers for edit in edits)
        return tuple(edit for edit in each if edit.layer in (layer, EVERY_LAYER))

    def _resolved(self, before: "EditedNetwork | None") -> tuple[tuple[LayerEdit | SmallestPruned, ...], ...]:
        """Each edit as edits of single layers: one that compares all weights depends on those before it."""
        resolved: list[tuple[LayerEdit | SmallestPruned, ...]] = []
        for place, edit in enumerate(self.edits):
            if not isinstance(edit, AllWeightsPruned):
                resolved.append((edit,))
            elif before is not None and before.edits[: place + 1] == self.edits[: place + 1]:
                resolved.append(before._in_layers[place])
            else:
                resolved.append(edit.in_layers(EditedNetwork(self.base, self.edits[:place], like=before).layers))
        return tuple(resolved)


@dataclass(frozen=True)
class EditList:
    """The edits of a person, with undo and redo.

    Attributes:
        done: the edits that count, in their order.
        undone: those that were undone, the last of them first to be done again.
    """

    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()

    def add(self, edit: Edit, *, goes_on: bool = False) -> "EditList":
        """Add an edit; what was undone is dropped.

        Args:
            edit: the new one.
            goes_on: whether it takes the place of the last edit, if that is of the same kind and place, as while a
                slider moves.
        """
        kept = self.done[:-1] if goes_on and self.done and same_target(self.done[-1], edit) else self.done
        return EditList((*kept, edit))

    def undo(self) -> "EditList":
        """Undo the last edit, if there is one."""
        return EditList(self.done[:-1], (*self.undone, self.done[-1])) if self.done else self

    def redo(self) -> "EditList":
        """Do the edit again that was undone last, if there is one."""
        return EditList((*self.done, self.undone[-1]), self.undone[:-1]) if self.undone else self

    def reset(self) -> "EditList":
        """Undo all edits; each of them can be done again."""
        return EditList((), (*self.undone, *reversed(self.done)))
