"""What the lessons claim, trained and measured for one seed; docs/lessons.md has three."""

import pytest

from measure_lessons import CLAIMS, PAGE, Claim, lesson
from mlp_engine.files.resources import small_weights
from mlp_engine.lessons import bundled_lessons
from mlp_engine.weights.file import load_weights


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.lesson}: {claim.text}")
def test_a_claim_holds_with_its_margin(claim: Claim) -> None:
    difference, figures = claim.difference(0)
    assert difference > claim.margin, figures


def test_every_lesson_has_a_claim_and_its_figures_on_the_page() -> None:
    claimed = {claim.lesson for claim in CLAIMS}
    assert {path.stem.split("_", 1)[1] for path in bundled_lessons()} == claimed
    page = PAGE.read_text(encoding="utf-8")
    for claim in CLAIMS:
        assert f"| {lesson(claim.lesson).title} | {claim.text} |" in page


def test_the_lesson_about_one_network_counts_its_neurons_and_weights() -> None:
    shown = lesson("one_network")
    config = load_weights(small_weights(shown.small_network)).network.config
    text = " ".join(step.text for step in shown.steps)
    assert config.hidden == (16, 16)
    assert f"{sum(config.layers[1:])} such sums" in text
    assert f"{config.parameter_count:,} weights and biases" in text
    assert set(config.activations) == {"relu"}


def test_the_lesson_about_what_can_be_left_out_counts_its_weights() -> None:
    shown = lesson("left_out")
    config = load_weights(small_weights(shown.small_network)).network.config
    text = " ".join(step.text for step in shown.steps)
    assert (config.hidden, set(config.activations)) == ((30,), {"sigmoid"})
    assert f"{config.parameter_count:,} weights and biases" in text
    assert f"The {30 * config.outputs} weights of the output" in text
