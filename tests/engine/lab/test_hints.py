"""Hints of the Lab, against the network with the neuron switched off."""

import numpy as np
import pytest

from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import BiasSet, NeuronOff
from mlp_engine.lab.hints import LEAST_LOSS, lab_hints
from mlp_engine.lab.measurement import LabScore
from tests.engine.lab.lab_networks import network_of, samples_of


@pytest.mark.parametrize("seed", range(6))
def test_the_neuron_that_the_answer_hangs_on_is_one_without_which_it_changes(seed: int) -> None:
    network = network_of()
    rng = np.random.default_rng(seed)
    wide = network.writable_copy()
    wide.parameters[...] *= rng.uniform(0.5, 3, wide.parameters.shape).astype(wide.parameters.dtype)
    network = wide.copy()
    last = len(network.config.hidden) - 1
    for sample in samples_of(network).inputs[:10]:
        edited = EditedNetwork(network)
        outputs = edited.outputs(sample)
        answer = int(outputs[-1].logits.argmax())
        without = [edited.with_edits([NeuronOff(last, n)]) for n in range(network.config.hidden[-1])]
        others = [int(each.outputs(sample)[-1].logits.argmax()) for each in without]
        changing = [n for n, other in enumerate(others) if other != answer]
        hints = lab_hints(edited, outputs, None, None)
        sure = [float(each.outputs(sample)[-1].activations[answer]) for each in (edited, *without)]
        if not changing and sure[0] - min(sure[1:]) < LEAST_LOSS:
            assert hints == ()
            continue
        (hint,) = hints
        assert hint.place[0] == last
        if not changing:
            less = sure[1 + hint.place[1]]
            assert hint.evidence == f"Without it {answer} has {less:.0%} in place of {sure[0]:.0%}."
        else:
            assert hint.place[1] in changing
            assert f"the answer would be {others[hint.place[1]]}, not {answer}." in hint.sentence
            expected = "the only one" if len(changing) == 1 else f"{len(changing)} neurons"
            assert expected in hint.evidence


def test_a_change_and_changes_that_cost_much_or_nothing_are_told_and_none_before_a_change() -> None:
    network = network_of()
    ten = np.full(10, 10)

    def score(correct: int) -> LabScore:
        return LabScore(ten, np.full(10, correct))

    one = EditedNetwork(network, [BiasSet(0, 0, 1.0)])
    (costly,) = lab_hints(one, None, score(9), score(7))
    assert costly.sentence == "This change costs 20.0 points of the accuracy."
    assert costly.evidence == "90.0% before, 70.0% now. Undo removes it."
    (free,) = lab_hints(one, None, score(9), score(9))
    assert free.sentence == "The network does as well with this change."
    changed = one.with_edits([*one.edits, BiasSet(0, 1, 1.0)])
    (costly,) = lab_hints(changed, None, score(9), score(7))
    assert (costly.kind, costly.action) == ("costly", "Undo")
    assert costly.sentence == "These changes cost 20.0 points of the accuracy."
    (free,) = lab_hints(changed, None, score(9), score(9))
    assert (free.kind, free.action) == ("free", "")
    assert lab_hints(changed, None, score(9), LabScore(ten, np.array([8] * 5 + [9] * 5))) == ()
    assert lab_hints(EditedNetwork(network), None, score(9), score(9)) == ()
