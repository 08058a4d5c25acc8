"""Every value of a grid is reached, and each stands at its own index."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from quizkit.bank.constants import Constant, constant_text
from quizkit.bank.given import parse_given
from quizkit.bank.grids import points
from quizkit.errors import NoVariant
from quizkit.variants import draws
from quizkit.variants.draws import drawn, every
from quizkit.variants.streams import Stream

SPECIFICATIONS = [
    "0.05 .. 0.95 by 0.05",
    "[64, 128, 768]",
    "[[1, 2], [3, 4]]",
    "vector(2) of -1 .. 1 by 0.5",
    "matrix(2, 2) of 0 .. 1",
    "list(2) of onehot(3)",
    "onehot(4)",
    "simplex(3) by 0.1",
    "simplex(4) by 0.125",
    "dyadic(3)",
    "dyadic(4)",
    "vector(3) of -1 .. 1 by 0.5 range >= 1.5",
    "list(2) of vector(2) of 0 .. 2 range >= 2",
    "choose(2) of [cat, dog, bird, fox]",
    "permutation of [a, b, c]",
    "symmetric(2) eigs [9, 4]",
    "orthogonal(2)",
]


def draw_with(text: str, seed: int, attempt: int = 0) -> Constant:
    stream = Stream(question="q", setting="", seed=seed, attempt=attempt)
    return drawn(parse_given(text), stream, "x")


@pytest.mark.parametrize("text", SPECIFICATIONS)
def test_every_value_is_counted_once_and_reached(text: str) -> None:
    draw = parse_given(text)
    values = list(every(draw))
    assert len(values) == len(set(values)) == points(draw)
    seen = Counter(draw_with(text, seed) for seed in range(40 * len(values)))
    assert set(seen) == set(values)
    # Each is expected 40 times, with a deviation of 6.3.
    assert max(seen.values()) < 80


def numbers(value: Constant) -> list[Fraction]:
    assert isinstance(value, tuple)
    return [entry for entry in value if isinstance(entry, Fraction)]


@pytest.mark.parametrize("seed", range(30))
def test_drawn_laws_keep_their_promises(seed: int) -> None:
    law = numbers(draw_with("simplex(5) by 0.05", seed))
    assert sum(law) == 1
    assert all(entry >= Fraction(1, 20) and (entry * 20).denominator == 1 for entry in law)
    dyadic = numbers(draw_with("dyadic(5)", seed))
    assert sum(dyadic) == 1
    logits = numbers(draw_with("vector(4) of -3 .. 3 by 0.5 range >= 1", seed))
    assert max(logits) - min(logits) >= 1
    assert numbers(draw_with("onehot(6)", seed)).count(Fraction(1)) == 1


def test_decimals_are_exact() -> None:
    shown = {constant_text(value) for value in every(parse_given("0.05 .. 0.95 by 0.05"))}
    assert shown == {f"0.{hundredths:02d}".rstrip("0") for hundredths in range(5, 100, 5)}


def test_symmetric_matrices_have_the_eigenvalues_asked_for() -> None:
    for value in every(parse_given("symmetric(2) eigs [9, -4]")):
        (a, b), (c, d) = ((Fraction(str(x)) for x in numbers(row)) for row in value)  # type: ignore[union-attr]
        assert b == c != 0
        assert a + d == 5
        assert a * d - b * c == -36
        assert a != d


def test_orthogonal_matrices_are_rotations_and_reflections() -> None:
    turns = 0
    for value in every(parse_given("orthogonal(2)")):
        (a, b), (c, d) = (numbers(row) for row in value)  # type: ignore[union-attr]
        assert a * a + c * c == b * b + d * d == 1
        assert a * b + c * d == 0
        turns += a * d - b * c == 1
    assert turns == 8


def test_a_longer_vector_keeps_its_first_entries() -> None:
    for seed in range(20):
        short, long = draw_with("vector(2) of -9 .. 9", seed), draw_with("vector(5) of -9 .. 9", seed)
        assert isinstance(short, tuple)
        assert isinstance(long, tuple)
        assert long[:2] == short


def test_a_range_that_is_never_met_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "SPREAD_TRIES", 3)
    with pytest.raises(NoVariant, match=r"^no draw of x has a range of 100 or more$"):
        draw_with("vector(2) of 0 .. 100 range >= 100", 0)
