"""Drawings that are no digit: what an honest reader must be able to say "not a digit" to.

Composed from knowledge of what people draw on a pad that asks for digits: other signs, little pictures, scribbles.
Whatever a person might read as a digit, or draws on the way to one, is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from generators import childrens_shapes, figures, scribbles, signs
from generators.letters import CAPITALS, SMALL_LETTERS
from generators.unsteady_hand import HandDrawn, Lines, by_hand
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.errors import SettingError
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.validation import check_choice, check_whole_number

Family = Callable[[np.random.Generator], HandDrawn]


def _capitals(rng: np.random.Generator) -> HandDrawn:
    return _one_of(CAPITALS, rng)


def _small_letters(rng: np.random.Generator) -> HandDrawn:
    return _one_of(SMALL_LETTERS, rng)


def _one_of(letters: dict[str, Lines], rng: np.random.Generator) -> HandDrawn:
    names = list(letters)
    return by_hand(letters[names[rng.integers(len(names))]], rng)


def _digit_rows(rng: np.random.Generator) -> HandDrawn:
    """Two to four digits side by side: digits, but not one digit."""
    row: list[NDArray[np.float64]] = []
    right = 0.0
    for _ in range(int(rng.integers(2, 5))):
        strokes = [np.asarray(stroke) for stroke in practice_strokes(int(rng.integers(10)), rng)]
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        height = high[1] - low[1]
        row += [(stroke - low) / height + (right, 0) for stroke in strokes]
        right += (high[0] - low[0]) / height + rng.uniform(0.15, 0.5)
    return tuple(tuple((x, y) for x, y in np.round(stroke * 100, 1).tolist()) for stroke in row)


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "capitals": _capitals,
        "small letters": _small_letters,
        "digit rows": _digit_rows,
        "crosses": figures.crosses,
        "asterisks": figures.asterisks,
        "arrows": figures.arrows,
        "triangles": figures.triangles,
        "outlines": figures.outlines,
        "sign pairs": figures.sign_pairs,
        "boxes": figures.boxes,
        "envelopes": figures.envelopes,
        "stars": figures.stars,
        "hearts": figures.hearts,
        "check marks": figures.check_marks,
        "question marks": figures.question_marks,
        "smileys": figures.smileys,
        "houses": figures.houses,
        "stick figures": figures.stick_figures,
        "suns": figures.suns,
        "brackets": figures.brackets,
        "percent signs": figures.percent_signs,
        "fish": figures.fish,
        "rulers": scribbles.rulers,
        "hatchings": scribbles.hatchings,
        "grids": scribbles.grids,
        "zigzags": scribbles.zigzags,
        "broken lines": scribbles.broken_lines,
        "waves": scribbles.waves,
        "spirals": scribbles.spirals,
        "cursive loops": scribbles.cursive_loops,
        "scrawls": scribbles.scrawls,
        "blackenings": scribbles.blackenings,
        "random strokes": scribbles.random_strokes,
        "dots": scribbles.dots,
    }
)
"""Kinds of non-digits by name: a function that draws one, with strokes as in a stroke file."""

PICTURES_AND_SIGNS: Mapping[str, Family] = MappingProxyType(
    {
        "birds": childrens_shapes.birds,
        "butterflies": childrens_shapes.butterflies,
        "cat faces": childrens_shapes.cat_faces,
        "crowns": childrens_shapes.crowns,
        "eyes": childrens_shapes.eyes,
        "glasses": childrens_shapes.glasses,
        "kites": childrens_shapes.kites,
        "lightning bolts": childrens_shapes.lightning_bolts,
        "mushrooms": childrens_shapes.mushrooms,
        "snails": childrens_shapes.snails,
        "umbrellas": childrens_shapes.umbrellas,
        "at signs": signs.at_signs,
        "Cyrillic letters": signs.cyrillic_letters,
        "euro signs": signs.euro_signs,
        "music notes": signs.music_notes,
        "noughts and crosses": signs.noughts_and_crosses,
        "plus-minus signs": signs.plus_minus_signs,
        "ringed crosses": signs.ringed_crosses,
        "six-pointed stars": signs.six_pointed_stars,
        "inventions": childrens_shapes.inventions,
        "silhouettes": childrens_shapes.silhouettes,
    }
)
"""More kinds: what children draw, and signs."""

LEARNED: Mapping[str, Family] = MappingProxyType({**FAMILIES, **PICTURES_AND_SIGNS})
"""All that a detector learns."""

NEVER_MET: Mapping[str, Family] = MappingProxyType(
    {
        "boats": childrens_shapes.boats,
        "cars": childrens_shapes.cars,
        "clouds": childrens_shapes.clouds,
        "cups": childrens_shapes.cups,
        "flowers": childrens_shapes.flowers,
        "ice creams": childrens_shapes.ice_creams,
        "ladders": childrens_shapes.ladders,
        "moons": childrens_shapes.moons,
        "rockets": childrens_shapes.rockets,
        "trees": childrens_shapes.trees,
        "Chinese characters": signs.chinese_characters,
        "double arrows": signs.double_arrows,
        "infinity signs": signs.infinity_signs,
        "not-equal signs": signs.not_equal_signs,
        "peace signs": signs.peace_signs,
        "radical signs": signs.radical_signs,
        "signatures": signs.signatures,
        "words": signs.words,
    }
)
"""Kinds that no detector learns, so that it can be told what one makes of something new. They are every second of the
children's shapes and of the signs, by their alphabetical order."""

_ALL: Mapping[str, Family] = MappingProxyType({**LEARNED, **NEVER_MET})


def non_digit_strokes(family: str, rng: np.random.Generator) -> HandDrawn:
    """Draw one non-digit.

    Args:
        family: a name in :data:`LEARNED` or :data:`NEVER_MET`.
        rng: draws which and how.

    Returns:
        Its strokes, each a tuple of points (x, y), y down.

    Raises:
        SettingError: if there is no such family.
    """
    return _ALL[check_choice("Family", family, tuple(_ALL))](rng)


def non_digit_set(
    count: int, seed: int, families: Sequence[str] = tuple(FAMILIES)
) -> tuple[NDArray[np.uint8], NDArray[np.str_]]:
    """Draw non-digits, the families in turn, as digit images.

    The same count, seed and families give the same images.

    Args:
        count: how many, 1 or more.
        seed: of everything random.
        families: names in :data:`LEARNED` or :data:`NEVER_MET`; one that is named twice comes twice as often.

    Returns:
        Digit images as rows, shape (count, 784), and the family of each, shape (count,).

    Raises:
        SettingError: if the count or the seed is out of its range, no family is named, or one that is unknown.
    """
    check_whole_number("Number of non-digits", count, at_least=1)
    if not families:
        raise SettingError("Families must be at least one. Got none.")
    rng = np.random.default_rng(check_whole_number("Seed", seed, at_least=0))
    names = [check_choice("Family", families[at % len(families)], tuple(_ALL)) for at in range(count)]
    images = np.empty((count, IMAGE_PIXELS), np.uint8)
    for image, name in zip(images, names, strict=True):
        image[:] = digit_image_from_strokes(non_digit_strokes(name, rng)).ravel()
    return images, np.array(names)
