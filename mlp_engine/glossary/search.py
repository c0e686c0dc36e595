"""A search over a few hundred short texts: which of them say most about the words of a question.

Each text is a vector with a number for each word: tf · idf, where tf = 1 + ln(how often the word occurs in the text)
and idf = ln(N / df), with N texts of which df have the word. A word that all texts have says nothing. How much a text
says about a question is the cosine between their vectors. The best of its names, which are vectors of their own, counts
with the share :data:`NAME_SHARE`.
Source: Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), sections 6.1 to 6.4.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAME_SHARE = 0.6
"""The share of the names in a score."""

_SAY_NOTHING = (
    "a about after all also an and any are as at be because been but by can did do does each for from get got had has "
    "have how i if in into is it its just like me more most my no now of off on one only or other out over please same "
    "see show so some such tell than that the their them then there these they this to too up us was we what when "
    "where which while who why will with would you your"
)
STOP_WORDS = frozenset(_SAY_NOTHING.split())
"""Words that say nothing about what a text means."""

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ing", "ion", "ed", "e")
_SHORTEST_STEM = 4
_KNOWN_STEMS = 4096  # are kept: more than the help and the lessons have
_LONG_PLURALS = ("sses", "shes", "ches", "xes", "ases")
_NO_PLURALS = ("ss", "us", "is", "as")


class Hit(NamedTuple):
    """A text that was found: its number, and its score from 0 to 1."""

    number: int
    score: float


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, as their stems, without stop words and single digits."""
    words = _WORD.findall(text.lower())
    return [_stem(word) for word in words if word not in STOP_WORDS and not (len(word) == 1 and word.isdecimal())]


class TextSearch:
    """Finds the texts that say most about a question."""

    def __init__(self, texts: Sequence[tuple[Sequence[str], str]]) -> None:
        """Take in texts, each with its names: a term and other words for it, or a title."""
        bodies = [Counter(words_of(body)) for _, body in texts]
        names = [(row, Counter(words_of(name))) for row, (each, _) in enumerate(texts) for name in each]
        having = [set(body) for body in bodies]
        for row, name in names:
            having[row] |= set(name)
        texts_with = Counter(word for words in having for word in words)
        self._places = {word: place for place, word in enumerate(sorted(texts_with))}
        self._idf = np.array([np.log(len(texts) / texts_with[word]) for word in self._places])
        self._bodies = self._vectors(bodies)
        self._names = self._vectors([name for _, name in names])
        self._rows = np.array([row for row, _ in names], np.int64)

    def __repr__(self) -> str:
        return f"TextSearch({len(self._bodies)} texts, {len(self._places)} words)"

    def find(self, question: str, count: int = 8) -> list[Hit]:
        """The texts that share words with the question, at most ``count``, best first."""
        asked = self._vectors([Counter(words_of(question))])[0]
        named = np.zeros(len(self._bodies))
        np.maximum.at(named, self._rows, self._names @ asked)
        scores = NAME_SHARE * named + (1 - NAME_SHARE) * (self._bodies @ asked)
        best = np.argsort(-scores, kind="stable")[:count]
        return [Hit(int(number), float(scores[number])) for number in best if scores[number] > 0]

    def _vectors(self, counts: Sequence[Counter[str]]) -> NDArray[np.float64]:
        """A vector of length 1 for each text, or of 0 if none of its words says anything, shape (texts, words)."""
        vectors = np.zeros((len(counts), len(self._places)))
        known = [
            (row, self._places[word], times)
            for row, count in enumerate(counts)
            for word, times in count.items()
            if word in self._places
        ]
        if known:
            rows, places, times = np.array(known).T
            vectors[rows, places] = (1 + np.log(times)) * self._idf[places]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)


@lru_cache(_KNOWN_STEMS)
def _stem(word: str) -> str:
    """A word without the ending of a number or a tense: train, trains, trained and training are one word."""
    word = _singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            is_doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls"
            return word[:-1] if is_doubled else word
    return word


def _singular(word: str) -> str:
    if word.endswith(_LONG_PLURALS) and len(word) > 5:
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith(_NO_PLURALS) else word
