from itertools import combinations, pairwise

import numpy as np
import pytest

from mlp_engine.reading.grouping import Run, candidates, cheapest


def every_way(parts: int) -> list[list[Run]]:
    ways = []
    for count in range(parts):
        for cuts in combinations(range(1, parts), count):
            stops = (0, *cuts, parts)
            ways.append(list(pairwise(stops)))
    return ways


def cost_of(way: list[Run], runs: dict[Run, float], cuts: list[float]) -> float:
    return sum(runs[run] for run in way) + sum(cuts[stop - 1] for _, stop in way[:-1])


def random_costs(seed: int, parts: int = 5) -> tuple[dict[Run, float], list[float]]:
    rng = np.random.default_rng(seed)
    runs = {(a, b): float(rng.normal()) for a in range(parts) for b in range(a + 1, parts + 1)}
    return runs, rng.normal(size=parts - 1).tolist()


@pytest.mark.parametrize("seed", range(10))
def test_the_cheapest_way_is_the_cheapest_of_all(seed: int):
    runs, cuts = random_costs(seed)
    assert cheapest(runs, cuts) == min(every_way(5), key=lambda way: cost_of(way, runs, cuts))


@pytest.mark.parametrize("seed", range(10))
def test_candidates_is_what_some_way_near_the_cheapest_has(seed: int):
    runs, cuts = random_costs(seed)
    costs = [cost_of(way, runs, cuts) for way in every_way(5)]
    wanted = {
        run for way, cost in zip(every_way(5), costs, strict=True) if cost <= min(costs) + 1.0 + 1e-9 for run in way
    }
    assert set(candidates(runs, cuts, 1.0)) == wanted


def test_runs_that_cannot_be_digits_are_avoided():
    assert cheapest({(0, 1): 1.0, (1, 3): 1.0, (2, 3): 0.0}, [0.0, 0.0]) == [(0, 1), (1, 3)]


def test_one_part_is_one_run():
    assert cheapest({(0, 1): 3.0}, []) == [(0, 1)]
    assert candidates({(0, 1): 3.0}, [], 1.0) == [(0, 1)]
