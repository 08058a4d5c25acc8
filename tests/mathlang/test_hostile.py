"""Whatever is typed, the parser answers with a tree or with Unreadable, in bounded work, echoing nothing raw.

The texts stand in ``hostile.json``; only those of a megabyte are made here.
"""

import json
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.errors import Unreadable
from quizkit.mathlang import limits, tokens
from quizkit.mathlang.parser import Reading, Scope, parse, read

TABLE: dict[str, list[str]] = json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="ascii"))
MILLION = 1_000_000
HUGE = {
    "a megabyte of letters": "x" * MILLION,
    "a megabyte of digits": "1" * MILLION,
    "a megabyte of spaces": " " * MILLION,
    "a megabyte of sums": "x+" * (MILLION // 2),
    "a megabyte of brackets": "(" * MILLION,
    "a megabyte of emoji": "🙂" * (MILLION // 4),
    "a megabyte of NUL": "\0" * MILLION,
    "100,000 brackets": "(" * 100_000 + "x" + ")" * 100_000,
    "100,000 minus signs": "-" * 100_000 + "x",
    "100,000 bars": "|" * 100_000,
    "100,000 roots": "√" * 100_000 + "x",
    "100,000 powers": "x^" * 100_000 + "x",
    "100,000 terms": "+".join(["x"] * 100_000),
}
NESTED = {
    f"{opening!r} as deep as fits": (opening * limits.CHARACTERS)[: limits.CHARACTERS]
    for opening in TABLE["nested as deep as fits"]
}
REPEATED = {
    f"{link!r} as often as fits": (link * limits.CHARACTERS)[: limits.CHARACTERS]
    for link in TABLE["repeated as often as fits"]
}
SHORT = {
    f"{section}: {text!r}": text
    for section in ("numbers", "code", "markup", "hidden characters", "look-alikes")
    for text in TABLE[section]
}
HOSTILE = HUGE | NESTED | REPEATED | SHORT

DECLARED = Scope(
    shapes={**dict.fromkeys("xypqab", ()), "v": (3,), "W": (2, 3), "M": (2, 2)},
    integers=frozenset("ij"),
    units=frozenset({"bits", "nats", "%"}),
)
SCOPES = (
    DECLARED,
    Scope(open=True),
    Scope(open=True, author=True),
    Scope(shapes={"x": ()}, decimal_comma=True),
)


def reaction(text: str, scope: Scope) -> Reading | tuple[str, int, int]:
    """What is read, or the refusal after its form has been checked."""
    try:
        return Reading(parse(text, scope), None, text) if scope.author else read(text, scope)
    except Unreadable as error:
        refusal = error
    assert 0 <= refusal.start <= refusal.end <= len(text)
    assert len(refusal.message) <= 400
    assert refusal.message.isprintable()
    assert "C" not in {unicodedata.category(character)[0] for character in refusal.message}
    assert (refusal.kind == "ambiguous") == (len(refusal.readings) == 2)
    return refusal.message, refusal.start, refusal.end


def test_there_are_at_least_150_hostile_texts() -> None:
    assert len(set(HOSTILE.values())) >= 150


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    for scope in SCOPES:
        reaction(text, scope)


@pytest.mark.parametrize("text", TABLE["code"])
def test_code_is_refused(text: str) -> None:
    assert not isinstance(reaction(text, DECLARED), Reading)


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_text_that_is_too_long_is_refused_before_it_is_looked_at(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(tokens, "_PIECE")
    monkeypatch.delattr(tokens, "refuse_strangers")
    expected = f"a text may have at most 4,000 characters, found {len(text):,}"
    for scope in SCOPES:
        assert reaction(text, scope) == (expected, 4000, len(text))


def test_threads_read_as_one_does() -> None:
    alone = [reaction(text, DECLARED) for text in HOSTILE.values()]
    with ThreadPoolExecutor(8) as pool:
        runs = [
            pool.submit(lambda: [reaction(text, DECLARED) for text in HOSTILE.values()]) for _ in range(8)
        ]
        assert all(run.result() == alone for run in runs)


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_no_nesting_needs_more_than_five_hundred_frames(text: str) -> None:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    allowed = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 500)
    try:
        for scope in SCOPES:
            reaction(text, scope)
    finally:
        sys.setrecursionlimit(allowed)


MIXTURES = st.lists(st.sampled_from(TABLE["pieces for mixtures"]), max_size=24).map("".join)


@settings(deadline=None, max_examples=600)
@given(MIXTURES, st.sampled_from(SCOPES))
def test_any_mixture_of_our_own_signs_is_read_or_refused(text: str, scope: Scope) -> None:
    reaction(text, scope)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60), st.sampled_from(SCOPES))
def test_any_text_is_read_or_refused(text: str, scope: Scope) -> None:
    reaction(text, scope)
