"""Points lie in their domains, and are the same on every machine."""

from fractions import Fraction

import pytest

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.points import Points, Series
from quizkit.mathlang.balls import fraction
from quizkit.mathlang.domains import parse_domain

DOMAINS = [
    "real",
    "positive",
    "0 .. 1",
    "-3 .. 3 except 0",
    "0.05 .. 0.95",
    "1000 .. 2000",
    "-infinity .. -2",
    "2 .. infinity",
    "integer",
    "integer 1 .. 40",
    "integer 0 .. infinity",
    "integer -3 .. 3 except 0",
    "0, 1",
    "vector(3) in -3 .. 3",
    "matrix(2, 2)",
    "vector(2) in positive",
    "simplex(4)",
    "onehot(3)",
]
SERIES: tuple[Series, ...] = ("friendly", "generic", "wide", "fresh")


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("written", DOMAINS)
def test_every_point_lies_in_its_domain(written: str, series: Series) -> None:
    domain = parse_domain([0, 1] if written == "0, 1" else written)
    points = Points({"s": domain}, b"seed")
    for number in range(60):
        entries = [fraction(entry) for entry in points.point(series, number).entries("s")]
        assert all(domain.contains(entry) for entry in entries), entries
        if domain.kind in {"simplex", "onehot"}:
            assert sum(entries) == 1


def test_points_are_the_same_on_every_machine() -> None:
    points = Points({"x": parse_domain("real"), "p": parse_domain("0 .. 1")}, b"seed")
    assert [str(points.point("generic", n).entries("x")[0]) for n in range(2)] == GOLDEN["generic"]
    assert [str(points.point("wide", n).entries("p")[0]) for n in range(2)] == GOLDEN["wide"]
    assert [str(points.point("fresh", n).entries("x")[0]) for n in range(2)] == GOLDEN["fresh"]
    assert [str(points.point("friendly", n).entries("x")[0]) for n in range(4)] == ["3", "3/10", "5", "7/10"]


GOLDEN: dict[str, list[str]] = {
    "generic": ["8756970435943345/36028797018963968", "-21345510633287915/18014398509481984"],
    "wide": ["150405193479618473/180143985094819840", "2278170802191764593/2305843009213693952"],
    "fresh": ["-28144871952164245/18014398509481984", "11098647457245149/180143985094819840"],
}


def test_another_seed_moves_the_fresh_points_and_no_others() -> None:
    points = Points({"x": parse_domain("real")})
    first, second = points.seeded(b"one"), points.seeded(b"two")
    assert first.point("fresh", 0).entries("x") != second.point("fresh", 0).entries("x")
    assert first.point("generic", 0).entries("x") == second.point("generic", 0).entries("x")


def test_few_joint_values_are_all_run_through() -> None:
    points = Points({"y": parse_domain("onehot(3)"), "b": parse_domain([-1, 1]), "x": parse_domain("real")})
    assert points.combinations == 6
    seen = {
        (points.point("wide", number).entries("y"), points.point("wide", number).entries("b"))
        for number in range(6)
    }
    assert len(seen) == 6
    assert points.is_exhausted_by(frozenset({"y", "b"}))
    assert not points.is_exhausted_by(frozenset({"y", "x"}))


def test_many_joint_values_are_sampled_instead() -> None:
    points = Points({"y": parse_domain("vector(12) in integer 0 .. 1")})
    assert points.combinations == 1
    assert not points.is_exhausted_by(frozenset({"y"}))


def test_wide_points_come_near_both_ends_and_far_out() -> None:
    points = Points({"p": parse_domain("0 .. 1"), "x": parse_domain("real")})
    p = [fraction(points.point("wide", number).entries("p")[0]) for number in range(96)]
    x = [abs(fraction(points.point("wide", number).entries("x")[0])) for number in range(96)]
    assert min(p) < Fraction(1, 10**4)
    assert max(p) > 1 - Fraction(1, 10**4)
    assert min(x) < Fraction(1, 1000)
    assert max(x) > 1000


def test_symbols_of_a_friendly_point_differ() -> None:
    point = Points({name: parse_domain("real") for name in "abc"}).point("friendly", 0)
    assert [str(point.entries(name)[0]) for name in "abc"] == ["2", "3", "3/10"]


def test_a_moved_point_keeps_its_other_coordinates() -> None:
    point = Points({"z": parse_domain("vector(3)"), "x": parse_domain("real")}).point("generic", 0)
    moved = point.moved({Coordinate("z", 1): point.entries("z")[0]})
    assert moved.entries("z") == (point.entries("z")[0], point.entries("z")[0], point.entries("z")[2])
    assert moved.entries("x") == point.entries("x")
