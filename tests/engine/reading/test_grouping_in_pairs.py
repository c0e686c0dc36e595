"""The grouping, written out pair by pair, and read anew for every change: the same is found, bit for bit."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import inf

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke, digit_image_from_strokes, rub_out
from mlp_engine.reading import NumberReader, ReadNumber, grouping, parts, rows
from mlp_engine.reading.grouping import Run, candidates, cheapest, cut_costs, run_costs, run_features
from mlp_engine.reading.parts import Part, RowParts, parts_of_row
from mlp_engine.reading.rows import rows_of
from mlp_engine.reading.stroke_shapes import StrokeShape, box_around, gaps_between, ink_distance, measure

Drawing = tuple[PenStroke, ...]


def joined_pairs(strokes: Sequence[int], together: Callable[[int, int], bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index in strokes:
        mine = [group for group in groups if any(together(other, index) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([index, *(other for group in mine for other in group)])
    return groups


def rows_in_pairs(shapes: Mapping[int, StrokeShape]) -> list[list[int]]:
    def level(i: int, j: int) -> bool:
        shorter = min(shapes[i].height, shapes[j].height)
        return -gaps_between(shapes[i].box, shapes[j].box)[1] >= rows._LEVEL * shorter

    def meet(i: int, j: int) -> bool:
        across, down = gaps_between(shapes[i].box, shapes[j].box)
        return across < 0.0 and down < rows._HALVES_APART * min(shapes[i].height, shapes[j].height)

    def top(row: list[int]) -> float:
        return min(shapes[index].box[1] for index in row)

    def apart(i: int, j: int) -> float:
        return sum(max(gap, 0.0) for gap in gaps_between(shapes[i].box, shapes[j].box))

    tallest = max(shape.height for shape in shapes.values())
    tall = {index for index, shape in shapes.items() if shape.height >= rows._TALL * tallest}
    found: list[list[int]] = []
    for row in sorted(joined_pairs(sorted(tall, key=lambda index: -shapes[index].height), level), key=top):
        above = found[-1] if found else []
        pairs = [(i, j) for i in above for j in row if meet(i, j)]
        if found and {i for i, _ in pairs} == set(above) and {j for _, j in pairs} == set(row):
            above.extend(row)
        else:
            found.append(row)
    homes = {index: row for row in found for index in row}
    for index in shapes.keys() - tall:
        homes[min(tall, key=lambda other: apart(index, other))].append(index)
    return sorted(found, key=top)


def parts_in_pairs(shapes: Mapping[int, StrokeShape]) -> RowParts:
    across, down = map(sum, zip(*(shape.steep for shape in shapes.values()), strict=True))
    slant = parts._SLANT_REMOVED * across / down if down > 0.0 else 0.0
    boxes = {index: shape.box_leaning(slant) for index, shape in shapes.items()}
    far = parts.FARTHEST * max(shape.longer_side for shape in shapes.values())
    distances: dict[tuple[int, int], float] = {}
    for i, j in combinations(shapes, 2):
        near = max(gaps_between(boxes[i], boxes[j])) <= far
        distances[i, j] = distances[j, i] = ink_distance((shapes[i], shapes[j])) if near else inf

    def drawn_together(i: int, j: int) -> bool:
        near = distances[i, j] <= parts._NEAR * max(shapes[i].longer_side, shapes[j].longer_side)
        return near and gaps_between(boxes[i], boxes[j])[0] <= 0.0

    def entangled(i: int, j: int) -> bool:
        gap, below = gaps_between(boxes[i], boxes[j])
        stands_on = -below < parts._STANDS_ON * min(shapes[i].height, shapes[j].height)
        return -gap >= parts._ENTANGLED * height and (distances[i, j] <= parts._NEAR * height or stands_on)

    order = list(shapes)
    height = parts._digit_height(
        [box_around([boxes[i] for i in group]) for group in joined_pairs(order, drawn_together)]
    )
    found = [Part(tuple(group), box_around([boxes[i] for i in group])) for group in joined_pairs(order, entangled)]
    found.sort(key=lambda part: part.box[0] + part.box[2])
    between = [
        [0.0 if a is b else min(distances[i, j] for i in a.strokes for j in b.strokes) / height for b in found]
        for a in found
    ]
    return RowParts(height, tuple(found), between)


def features_in_pairs(row: RowParts) -> dict[Run, tuple[float, ...]]:
    features: dict[Run, tuple[float, ...]] = {}
    boxes = [part.box for part in row.parts]
    for start in range(len(boxes)):
        for stop in range(start + 1, min(start + grouping._MOST_PARTS, len(boxes)) + 1):
            left, top, right, bottom = box_around(boxes[start:stop])
            width, height = (right - left) / row.height, (bottom - top) / row.height
            connected = grouping._is_connected(row, start, stop)
            if stop - start > 1 and (width > parts.WIDEST or not connected):
                continue
            paper = [
                gaps_between(box_around(boxes[start:k]), box_around(boxes[k:stop]))[0] / row.height
                for k in range(start + 1, stop)
            ]
            lower = [
                (boxes[beside][3] - bottom) / row.height - 0.1
                for beside in (start - 1, stop)
                if 0 <= beside < len(boxes) and min(row.distances[beside][start:stop]) < grouping._BESIDE
            ]
            wide = max(width - 0.7, 0.0) ** 2
            features[start, stop] = (max(0.9 - height, 0.0), wide, max([0.0, *paper]), max([0.0, *lower]), 1.0)
    return features


def cheapest_of_all(runs: Mapping[Run, float], cuts: Sequence[float]) -> float:
    """The least cost of grouping all parts, by trying every last run."""
    costs = [0.0]
    for stop in range(1, len(cuts) + 2):
        ends = [(costs[a] + (cuts[a - 1] if a else 0.0) + runs[a, stop]) for a in range(stop) if (a, stop) in runs]
        costs.append(min(ends, default=inf))
    return costs[-1]


def sheets(rng: np.random.Generator, events: int) -> list[Drawing]:
    """A pad after each event: strokes that grow, in rows of digits, some erased, some steps undone."""
    history: list[Drawing] = [()]
    shown: list[Drawing] = []
    while len(shown) < events:
        place = rng.uniform(0, 240, 2)
        size = rng.uniform(2.0, 9.0)
        for stroke in practice_strokes(int(rng.integers(10)), rng):
            line = (np.asarray(stroke) * size + place).clip(0, 280).tolist()
            points = tuple((x, y) for x, y in line)
            ends = range(1, len(points), 3)
            shown += [(*history[-1], PenStroke(points[:end], smoothed=True)) for end in ends]
            history.append((*history[-1], PenStroke(points, smoothed=True)))
            shown.append(history[-1])
        if rng.random() < 0.3:
            way = [tuple(float(x) for x in rng.uniform(0, 280, 2)) for _ in range(2)]
            history.append(rub_out(history[-1], way[0], way[1], 12.0))
            shown.append(history[-1])
        if rng.random() < 0.2:
            history.pop()
            shown.append(history[-1])
    return [sheet for sheet in shown[:events] if sheet]


@pytest.mark.parametrize("seed", range(4))
def test_rows_parts_and_runs_are_those_found_pair_by_pair(seed: int) -> None:
    for sheet in sheets(np.random.default_rng(seed), 300)[seed::9]:
        shapes = {place: measure(stroke.line) for place, stroke in enumerate(sheet)}
        shapes = {place: shape for place, shape in shapes.items() if shape.longer_side > 5.6}
        if not shapes:
            continue
        assert rows_of(shapes) == rows_in_pairs(shapes)
        for indices in rows_of(shapes):
            row_shapes = {index: shapes[index] for index in indices}
            row, plain = parts_of_row(row_shapes, ink_distance), parts_in_pairs(row_shapes)
            assert row.height == plain.height
            assert [(part.strokes, part.box) for part in row.parts] == [
                (part.strokes, part.box) for part in plain.parts
            ]
            assert row.distances == plain.distances
            assert run_features(row) == features_in_pairs(plain)
            runs, cuts = run_costs(row), cut_costs(row)
            least = cheapest_of_all(runs, cuts)
            chosen = cheapest(runs, cuts)
            assert sum(runs[run] for run in chosen) + sum(cuts[start - 1] for start, _ in chosen[1:]) == pytest.approx(
                least
            )
            assert set(chosen) <= set(candidates(runs, cuts, 1e-9))


def same(one: ReadNumber, other: ReadNumber) -> bool:
    return [len(row) for row in one.rows] == [len(row) for row in other.rows] and all(
        (a.strokes, a.box, a.digit, a.refused) == (b.strokes, b.box, b.digit, b.refused)
        and np.array_equal(a.image, b.image)
        and np.array_equal(a.probabilities, b.probabilities)
        for a, b in zip(one.digits, other.digits, strict=True)
    )


@pytest.mark.parametrize("seed", range(2))
def test_a_reader_that_has_seen_the_pad_grow_reads_it_as_a_new_one_does(seed: int) -> None:
    network = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(seed))
    reader = NumberReader(network)
    for number, sheet in enumerate(sheets(np.random.default_rng(seed), 120)):
        read = reader.read([stroke.line for stroke in sheet], 280.0)
        if number % 7 == seed:
            again = [tuple((x, y) for x, y in stroke.line) for stroke in sheet]
            assert same(read, NumberReader(network).read(again, 280.0))
            for digit in read.digits:
                image = digit_image_from_strokes([sheet[place].line for place in digit.strokes])
                assert np.array_equal(digit.image, image)


def test_a_stroke_in_the_place_of_another_is_read_anew() -> None:
    network = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0))
    reader = NumberReader(network)
    stick = [(140.0, 40.0), (140.0, 240.0)]
    first = reader.read([stick], 280.0)
    stick[1] = (240.0, 240.0)
    assert not same(reader.read([stick], 280.0), first)
    assert same(reader.read([tuple(stick)], 280.0), NumberReader(network).read([stick], 280.0))
