"""Every shipped question, on several of its variants: answered, mistaken, shown."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from quizkit.bank import Bank, Question, load_bank
from quizkit.bank.question import Kind, Task
from quizkit.grading import Response, Verdict, grade
from quizkit.typeset import plain, unread
from quizkit.variants import Variant, make_variant
from quizkit.workshop.typed import typed_key, typed_mistake
from tests.conftest import QUESTIONS

SHIPPED = load_bank(QUESTIONS)
SEEDS = (0, 1, 2)
OF_OPTIONS = frozenset({"choice", "select"})
TYPED = frozenset({"number", "expression", "vector", "matrix"})
MOST_LINES = 20
MOST_LINES_OF_A_PART = 6
COLUMNS = 80
STATIC = frozenset({"text", "choice", "select"})
"""Kinds whose questions may have a single variant."""


@functools.cache
def variants(name: str) -> tuple[Variant, ...]:
    """Some variants of a question, and one of each of its settings."""
    question = SHIPPED[name]
    settings = [setting for setting in question.bodies if setting]
    return (
        *(make_variant(question, seed=seed) for seed in SEEDS),
        *(make_variant(question, seed=7, given={"setting": setting}) for setting in settings),
    )


def tasks(question: Question) -> list[Task]:
    return [task for body in question.bodies.values() for task in body.tasks]


def keys(variant: Variant) -> dict[str, Response]:
    """The key of every part that is not free text."""
    return {posed.id: typed_key(variant, posed.id) for posed in variant.parts if posed.kind != "text"}


def verdict(variant: Variant, part: str, response: Response) -> Verdict:
    """The verdict on one part, the others answered rightly."""
    if not part:
        return grade(variant, response)
    whole = grade(variant, {**keys(variant), part: response})
    assert whole.parts
    return whole.parts[part]


# The bank as a whole.


def test_the_bank_has_no_problems() -> None:
    assert [str(problem) for problem in SHIPPED.problems] == []


def test_there_are_enough_questions_of_each_topic() -> None:
    topics = Counter(question.topic for question in SHIPPED.values())
    assert sum(topics.values()) >= 30
    assert topics["q25"] >= 18
    assert set(topics) == {"q25", "q26", "q27", "q28", "q29", "q30", "q31"}
    assert min(topics.values()) >= 2


def test_all_kinds_of_answer_are_there() -> None:
    assert {question.kind for question in SHIPPED.values()} == set(get_args(Kind))
    assert {task.kind for question in SHIPPED.values() for task in tasks(question)} >= TYPED


def test_every_misconception_that_is_named_is_catalogued(bank: Bank) -> None:
    named = {
        option.mistake
        for question in SHIPPED.values()
        for task in tasks(question)
        for option in task.options
        if option.mistake
    }
    named |= {flag for question in SHIPPED.values() for task in tasks(question) for flag in task.red_flags}
    assert named <= bank.misconceptions.keys()


# Each question.


@pytest.mark.parametrize("name", SHIPPED)
def test_ids_topics_and_tags_belong_together(name: str) -> None:
    question = SHIPPED[name]
    assert re.fullmatch(r"q\d\d-[a-z0-9]+(-[a-z0-9]+)*", name)
    assert question.id == name
    assert name.startswith(f"{question.topic}-")
    assert question.file.rpartition("/")[2].startswith(f"{question.topic}-")
    assert question.tags
    assert len(set(question.tags)) == len(question.tags)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag) for tag in question.tags)
    assert 1 <= question.difficulty <= 5
    assert question.title == question.title.strip() != ""


@pytest.mark.parametrize("name", SHIPPED)
def test_there_is_help_on_the_way_and_a_solution(name: str) -> None:
    for variant in variants(name):
        hints = [*variant.hints, *(hint for posed in variant.parts for hint in posed.hints)]
        solved = [variant.solution, *(posed.solution for posed in variant.parts)]
        if variant.question.kind != "text":
            assert hints
        assert any(text.strip() for text in solved)


@pytest.mark.parametrize("name", SHIPPED)
def test_wrong_answers_and_witnesses_are_foreseen(name: str) -> None:
    bodies = SHIPPED[name].bodies.values()
    tasks = [task for body in bodies for task in body.tasks if task.kind in TYPED]
    if tasks:
        assert len({mistake.id for task in tasks for mistake in task.mistakes}) >= 2
    for body in bodies:
        typed = [task for task in body.tasks if task.kind in TYPED]
        if typed:
            assert any(task.verify for task in typed)
        for task in body.tasks:
            if task.kind in OF_OPTIONS:
                assert len(task.options) >= 3
                assert any(option.say or option.mistake for option in task.options)
            if task.kind == "text":
                assert len(task.rubric) >= 2
                assert any(point.look_for for point in task.rubric)


@pytest.mark.parametrize("name", SHIPPED)
def test_its_own_key_earns_full_marks(name: str) -> None:
    for variant in variants(name):
        for part, response in keys(variant).items():
            found = verdict(variant, part, response)
            assert (found.outcome, found.credit) == ("correct", 1.0), (variant.seed, part, response, found)
        for posed in variant.parts:
            if posed.kind == "text":
                assert grade(variant, "Any.", ticks=[point.id for point in posed.rubric]).outcome == "correct"


def named_for(variant: Variant) -> Iterator[tuple[tuple[str, str], Verdict, set[str]]]:
    """For each mistake armed on a variant: its part and id, its verdict, and the mistakes before it."""
    for posed in variant.parts:
        earlier: set[str] = set()
        for known in variant.parsed(posed.id).mistakes:
            mistake = known.mistake.id
            if known.when is not None and not variant.workings_of(posed.id).holds(known.when):
                continue
            response = typed_mistake(variant, posed.id, mistake)
            yield (posed.id, mistake), verdict(variant, posed.id, response), set(earlier)
            earlier.add(mistake)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_mistake_gets_a_verdict_of_its_own(name: str) -> None:
    hidden: set[tuple[str, str]] = set()
    recognised: set[tuple[str, str]] = set()
    for variant in variants(name):
        for which, found, earlier in named_for(variant):
            # Where two mistakes coincide on a draw, the first in file order is named.
            assert found.mistake == which[1] or found.mistake in earlier, (variant.seed, which, found)
            assert found.outcome in {"incorrect", "partly-correct"}
            assert found.message.strip()
            (recognised if found.mistake == which[1] else hidden).add(which)
    for seed in range(10, 50):
        if hidden <= recognised:
            break
        again = named_for(make_variant(SHIPPED[name], seed=seed))
        recognised |= {which for which, found, _ in again if found.mistake == which[1]}
    assert hidden - recognised == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_wrong_options_are_explained_or_named(name: str) -> None:
    for variant in variants(name):
        for posed in variant.parts:
            if posed.kind != "choice":
                continue
            for option in posed.options:
                found = verdict(variant, posed.id, option.letter)
                assert (found.outcome == "correct") == option.correct
                assert option.correct or found.message or found.mistake


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_that_is_shown_is_left_unfilled(name: str) -> None:
    for variant in variants(name):
        shown = [variant.prompt, variant.solution, *variant.hints]
        for posed in variant.parts:
            shown += [posed.ask, posed.solution, *posed.hints, *(option.text for option in posed.options)]
            shown += [
                variant.say(known.mistake.id, posed.id) for known in variant.parsed(posed.id).mistakes
                if known.when is None or variant.workings_of(posed.id).holds(known.when)
            ]  # fmt: skip
        for text in shown:
            assert "{{" not in text
            assert unread(text) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_prompt_fits_a_small_terminal(name: str) -> None:
    for variant in variants(name):
        lines = plain(variant.prompt, COLUMNS).splitlines()
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= COLUMNS
        for posed in variant.parts:
            assert len(plain(posed.ask, COLUMNS).splitlines()) <= MOST_LINES_OF_A_PART


@pytest.mark.parametrize("name", [name for name in SHIPPED if SHIPPED[name].kind not in STATIC])
def test_seeds_make_different_problems(name: str) -> None:
    hashes = {make_variant(SHIPPED[name], seed=seed).hash for seed in range(12)}
    assert len(hashes) >= 2


@pytest.mark.parametrize("name", SHIPPED)
def test_a_blank_and_a_broken_answer_are_invalid(name: str) -> None:
    variant = make_variant(SHIPPED[name], seed=0)
    for response in ("", "   ") if SHIPPED[name].kind == "text" else ("", "   ", "(("):
        whole: Response = dict.fromkeys((posed.id for posed in variant.parts), response)
        found = grade(variant, whole if variant.question.kind == "parts" else response)
        assert (found.outcome, found.credit) == ("invalid", 0.0)
