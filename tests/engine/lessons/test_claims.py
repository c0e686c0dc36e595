"""What the lessons claim, trained and measured for one seed; docs/lessons.md has three."""

import pytest

from measure_lessons import CLAIMS, PAGE, Claim, lesson
from mlp_engine.lessons import bundled_lessons


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
