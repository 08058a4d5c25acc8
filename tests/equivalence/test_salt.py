"""A salt makes the points of a sampled comparison a secret, and changes no relation."""

from __future__ import annotations

import pytest

import quizkit
from quizkit.bank.loader import load_texts
from quizkit.equivalence.points import Points
from quizkit.mathlang.domains import parse_domain

SAMPLED = ("asin(sqrt(p))", "atan(sqrt(p/(1 - p)))", {"p": "0 .. 1"})


def seeds_of(monkeypatch: pytest.MonkeyPatch, salt: bytes) -> list[bytes]:
    """The seeds of the points that a sampled comparison is decided at."""
    seen: list[bytes] = []
    real = Points.seeded

    def seeded(self: Points, seed: bytes) -> Points:
        seen.append(seed)
        return real(self, seed)

    with monkeypatch.context() as patched:
        patched.setattr(Points, "seeded", seeded)
        expected, response, symbols = SAMPLED
        compared = quizkit.compare(expected, response, symbols=symbols, salt=salt)
    assert (compared.relation, compared.evidence.kind) == ("equal", "sampled")
    return seen


def test_the_points_follow_from_the_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, again = seeds_of(monkeypatch, b""), seeds_of(monkeypatch, b"")
    exam = seeds_of(monkeypatch, b"spring")
    assert plain == again
    assert len(plain) == len(exam) == 1
    assert plain != exam
    assert exam != seeds_of(monkeypatch, b"autumn")


def test_other_seeds_are_other_points() -> None:
    points = Points({"p": parse_domain("0 .. 1")})
    first, second = (points.seeded(seed).point("fresh", 0).entries("p") for seed in (b"a", b"b"))
    assert first != second


def test_a_salt_changes_no_relation() -> None:
    for expected, response in [("x", "x + 10^-50"), ("sin(2x)", "2 sin(x) cos(x)"), ("x", "x^2")]:
        plain = quizkit.compare(expected, response)
        assert quizkit.compare(expected, response, salt=b"exam").relation == plain.relation


def test_an_exam_is_graded_with_its_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    expected, response, symbols = SAMPLED
    bank = load_texts(
        {
            "exam.yaml": f"""
quizkit: 1
questions:
  q30-angle:
    type: expression
    title: An angle
    symbols: {{p: {symbols["p"]}}}
    prompt: Which angle?
    answer: {expected}
    verify: {{expect: 1 == 1}}
"""
        }
    )
    variant = quizkit.make_variant(bank["q30-angle"], seed=1)
    seen: list[bytes] = []
    real = Points.seeded
    monkeypatch.setattr(Points, "seeded", lambda self, seed: seen.append(seed) or real(self, seed))
    verdicts = [quizkit.grade(variant, response, salt=salt) for salt in (b"", b"spring", b"")]
    assert [verdict.evidence.kind for verdict in verdicts] == ["sampled"] * 3
    assert seen[0] == seen[2] != seen[1]
