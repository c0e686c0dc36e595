"""The search over texts, by the formula of tf · idf."""

import math

import pytest

from mlp_engine.glossary import TextSearch, words_of
from mlp_engine.glossary.search import NAME_SHARE


def test_words_are_lower_case_singular_and_no_stop_words() -> None:
    words = words_of("What are the Losses of BIASES, epochs and minibatches? Classes, copies: η!")
    assert words == ["loss", "bias", "epoch", "minibatch", "class", "copy", "η"]
    assert words_of("loss bias epoch minibatch class copy") == words[:-1], "the singular stays as it is"
    assert len({*words_of("train trains trained training")}) == 1
    assert len({*words_of("rotate rotated rotates rotation")}) == 1
    assert words_of("stop stopped string need 7 28×28 L1") == ["stop", "stop", "string", "need", "28", "28", "l1"]


def test_the_score_is_the_cosine_of_tf_idf_with_a_share_for_the_best_name() -> None:
    search = TextSearch([(["fruit", "apple"], "red apple apple"), ([], "red pear"), ([], "red plum pear pear")])
    (hit,) = search.find("apples?")
    assert hit == (0, pytest.approx(1)), "red is in all texts and says nothing"
    pears = search.find("pears")
    pear, plum = (1 + math.log(2)) * math.log(3 / 2), math.log(3)
    assert [each.number for each in pears] == [1, 2]
    assert pears[0].score == pytest.approx(1 - NAME_SHARE)
    assert pears[1].score == pytest.approx((1 - NAME_SHARE) * pear / math.hypot(pear, plum))


def test_a_name_counts_more_than_a_text() -> None:
    search = TextSearch([(["apple"], "some words more"), (["words"], "an apple"), (["pear"], "plum")])
    assert [hit.number for hit in search.find("apple")] == [0, 1]
    assert len(search.find("apple words", count=1)) == 1


@pytest.mark.parametrize("question", ["", "what is the", "banana", "red"])
def test_nothing_is_found_for_words_that_say_nothing(question) -> None:
    assert TextSearch([([], "red apple"), ([], "red pear")]).find(question) == []
