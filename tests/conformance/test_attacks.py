"""Answers made to fool a grader that looks at points: none is ever called equal."""

from pathlib import Path

import pytest
import yaml

from quizkit.equivalence import Frame, compare
from quizkit.equivalence.points import Points, Series
from quizkit.mathlang.domains import REAL
from quizkit.mathlang.nodes import Binary, Name, Node, Number
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope

TABLE = yaml.safe_load(Path(__file__).with_name("attacks.yaml").read_text(encoding="utf-8"))
PAIRS = [tuple(map(str.strip, line.split("≟"))) for attack in TABLE for line in attack["pairs"]]
SYMBOLS = {"x": "real", "y": "real"}


def relations(expected: str, response: str) -> tuple[str, str]:
    return compare(expected, response, SYMBOLS).relation, compare(response, expected, SYMBOLS).relation


@pytest.mark.parametrize(("expected", "response"), PAIRS)
def test_an_answer_made_to_fool_points_is_never_equal(expected: str, response: str) -> None:
    assert "equal" not in relations(expected, response)


def test_nearly_all_of_them_are_seen_to_be_different() -> None:
    undecided = [pair for pair in PAIRS if "undecided" in relations(*pair)]
    assert len(undecided) <= len(PAIRS) // 6, undecided


def nought_at(series: Series, count: int) -> Node:
    """A product that is 0 at the first points of a series, which anybody may look up in the source."""
    points = Points({"x": REAL})
    product: Node = Number(1)
    for number in range(count):
        (value,) = points.point(series, number).entries("x")
        away = Binary("-", Name("x"), Number(int(value.p), int(value.q)))
        product = Binary("*", product, away)
    return product


@pytest.mark.parametrize("series", ["friendly", "generic", "wide"])
@pytest.mark.parametrize("count", [1, 3, 8, 20])
def test_who_knows_the_points_does_not_get_past_them(series: Series, count: int) -> None:
    key = parse("sin(x) + x*erf(x)", Scope(open=True))
    response = Binary("+", key, nought_at(series, count))
    assert Frame({"x": REAL}).compare(key, response).relation == "different"


def test_who_knows_all_the_points_of_the_first_rungs_meets_others() -> None:
    key = parse("sin(x) + x*erf(x)", Scope(open=True))
    everywhere: Node = Number(1, 10**30)
    for series, count in (("friendly", 2), ("generic", 4), ("wide", 12)):
        everywhere = Binary("*", everywhere, nought_at(series, count))
    assert Frame({"x": REAL}).compare(key, Binary("+", key, everywhere)).relation == "different"
