"""What is said about a threshold."""

import pytest

from mlp_desktop.controllers.examine.threshold import threshold_words


@pytest.mark.parametrize(
    ("samples", "answered", "wrong", "words"),
    [
        (200, 200, 2, "Answers 100.0% of the digits, 99.0% of these right."),
        (200, 199, 0, 'Answers 99.5% of the digits, 100.0% of these right. To the other one it says "I don\'t know".'),
        (
            2000,
            500,
            0,
            'Answers 25.0% of the digits, 100.0% of these right. To the other 1,500 it says "I don\'t know".',
        ),
        (9, 0, 0, 'Answers none of the 9 digits: it says "I don\'t know" to all.'),
        (1, 0, 0, 'Does not answer the only digit: it says "I don\'t know".'),
    ],
)
def test_the_rest_is_counted_in_words(samples: int, answered: int, wrong: int, words: str) -> None:
    assert threshold_words(samples, answered, wrong) == words
