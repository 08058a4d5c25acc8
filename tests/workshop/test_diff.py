"""What an edit means: wording, variants, marks, and the stored attempts it concerns."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from quizkit import make_variant
from quizkit.bank import Bank, load_texts
from quizkit.errors import BankError
from quizkit.grading import grade
from quizkit.workshop.diff import Answered, Change, Concerned, difference

HEAD = "quizkit: 1\ntitle: T\ntopic: t\nquestions:\n"
SHARED = 'bits-for-nats: {say: "That is in bits.", credit: 0.5}\n'

SURPRISAL = """
surprisal:
  type: number
  title: Surprisal
  given: {p: 0.1 .. 0.9 by 0.1}
  prompt: The surprisal of {{ p }}, in nats?
  answer: -log(p)
  tol: 0.5%
  mistakes: {bits-for-nats: -log2(p), half: {is: -log(p)/2, say: "Half of it.", credit: 0.25}}
  hints: [Take the logarithm.]
  solution: It is {{ answer | 4sf }}.
  tests: {"ln(1/{{ p }})": full}
"""
FACTS = """
facts:
  type: choice
  title: Facts
  prompt: Which is a metric?
  choices:
    kl: {text: KL, say: "It is not symmetric."}
    tv: {text: Total variation, correct: true}
    ce: {text: Cross-entropy}
"""
WHY = """
why:
  type: text
  title: Why
  prompt: Why logarithms?
  rubric:
    product: {points: 2, award: Products become sums.}
    stable: {award: Small numbers stay representable.}
"""
CHAIN = """
chain:
  type: parts
  title: Chain
  given: {x: 2 .. 9}
  prompt: x is {{ x }}.
  parts:
    square: {type: number, ask: Its square?, answer: x^2, tol: exact}
    half: {type: number, ask: Half of that?, answer: square/2, tol: exact}
"""


def bank(*questions: str, shared: str = SHARED) -> Bank:
    """A bank of these questions."""
    body = "".join(textwrap.indent(question.strip("\n") + "\n", "  ") for question in questions)
    try:
        return load_texts({"bank.yaml": HEAD + body, "misconceptions.yaml": shared})
    except BankError as error:
        return Bank([], error.problems)


def edited(question: str, *swaps: tuple[str, str]) -> Change | None:
    """What it means to swap texts of a question; None if nothing changes."""
    after = question
    for old, new in swaps:
        if after.count(old) != 1:
            raise AssertionError(f"{old!r} is there {after.count(old)} times")
        after = after.replace(old, new)
    found = difference(bank(question), bank(after))
    assert len(found.changes) + found.unchanged == 1
    return found.changes[0] if found.changes else None


def change_of(question: str, *swaps: tuple[str, str]) -> Change:
    """The change that these swaps make."""
    change = edited(question, *swaps)
    assert change is not None
    return change


@pytest.mark.parametrize(
    ("swap", "texts"),
    [
        (("The surprisal of", "What is the surprisal of"), ("prompt",)),
        (("Take the logarithm.", "Take logs."), ("hints",)),
        (("It is {{", "Therefore {{"), ("solution",)),
        (("title: Surprisal", "title: Surprise"), ("title",)),
        (("Half of it.", "That is one half."), ("say of half",)),
    ],
)
def test_another_wording_is_told_by_its_text_and_is_safe(swap: tuple[str, str], texts: tuple[str]) -> None:
    change = change_of(SURPRISAL, swap)
    assert (change.written.texts, change.written.rest) == (texts, ())
    assert change.dealt is not None
    assert (change.dealt.before, change.dealt.after, change.dealt.moved) == (9, 9, ())
    assert change.marked == 9
    assert change.is_wording
    assert change.is_safe


def test_wording_of_options_and_parts_is_told() -> None:
    assert change_of(FACTS, ("text: KL,", "text: The KL divergence,")).written.texts == ("text of kl",)
    assert change_of(FACTS, ("not symmetric", "asymmetric")).written.texts == ("say of kl",)
    assert change_of(WHY, ("Products become", "A product becomes")).written.texts == ("award of product",)
    change = change_of(CHAIN, ("Its square?", "The square of it?"))
    assert change.written.texts == ("square: ask",)
    assert change.is_safe


def test_comments_and_layout_are_no_change() -> None:
    assert edited(SURPRISAL, ("  tol: 0.5%", "  # as usual\n  tol:   0.5%")) is None


def test_a_wider_given_changes_the_variants_it_moves() -> None:
    change = change_of(SURPRISAL, ("0.1 .. 0.9", "0.1 .. 1.5"), ("-log(p)\n", "log(1/p)\n"))
    assert change.written.rest == ("given p widened", "answer changed")
    assert change.dealt is not None
    assert change.dealt.moved
    assert change.dealt.after > change.dealt.before == 9
    assert not change.is_safe


@pytest.mark.parametrize(
    ("swap", "told"),
    [
        (("0.1 .. 0.9", "0.2 .. 0.9"), "given p narrowed"),
        (("0.1 .. 0.9 by 0.1", "0.15 .. 0.95 by 0.2"), "given p changed"),
        (("  answer:", "  where: [p != 0.5]\n  answer:"), "where changed"),
    ],
)
def test_other_draws_change_variants(swap: tuple[str, str], told: str) -> None:
    change = change_of(SURPRISAL, swap)
    assert change.written.rest == (told,)
    assert change.dealt is not None
    assert not change.dealt.stays
    assert not change.is_wording


def test_another_key_changes_every_variant() -> None:
    change = change_of(SURPRISAL, ("answer: -log(p)", "answer: -3*log(p)"))
    assert change.dealt is not None
    assert change.dealt.moved == tuple(range(9))
    assert change.marked == 0


def test_the_same_key_written_otherwise_is_safe() -> None:
    change = change_of(SURPRISAL, ("answer: -log(p)", "answer: log(1/p)"))
    assert change.written.rest == ("answer changed",)
    assert change.is_safe


def test_another_tolerance_changes_the_marks_of_numbers_between() -> None:
    change = change_of(SURPRISAL, ("tol: 0.5%", "tol: 1%"))
    assert change.written.rest == ("tolerance 0.5% → 1%",)
    assert change.dealt is not None
    assert change.dealt.stays
    assert change.marks
    key = float(make_variant(bank(SURPRISAL)["surprisal"], seed=0).key_text())
    for number, remark in change.marks:
        assert (remark.before.outcome, remark.after.outcome) == ("incorrect", "correct")
        if number == 0:
            assert isinstance(remark.response, str)
            assert 0.005 < abs(float(remark.response) / key - 1) < 0.01


def test_another_credit_changes_the_mark_of_its_mistake() -> None:
    change = change_of(SURPRISAL, ("credit: 0.25", "credit: 0"))
    assert change.written.rest == ("credit of half 0.25 → 0",)
    assert {(one.before.credit, one.after.credit) for _, one in change.marks} == {(0.25, 0.0)}
    assert len(change.marks) == 9
    assert change.marks[0][1].told().endswith("was partly-correct with credit 0.25, is incorrect")


def test_a_mistake_taken_away_changes_its_mark() -> None:
    change = change_of(SURPRISAL, (', half: {is: -log(p)/2, say: "Half of it.", credit: 0.25}', ""))
    assert change.written.rest == ("mistake half removed",)
    assert change.marks


def test_another_right_option_changes_the_key_and_points_change_marks() -> None:
    change = change_of(FACTS, (", correct: true", ""), ("text: Cross-entropy", "text: C, correct: true"))
    assert set(change.written.rest) == {"correct of tv true → false", "correct of ce false → true"}
    assert not change.is_safe
    change = change_of(WHY, ("points: 2", "points: 3"))
    assert change.points == (3.0, 4.0)
    assert "points of product 2 → 3" in change.written.rest
    assert change.marks
    assert not change.is_wording


def test_more_variants_dealt_are_told_by_number() -> None:
    change = change_of(SURPRISAL, ("  prompt:", "  variants: 3\n  prompt:"))
    assert change.written.rest == ("variants dealt 12 → 3",)
    assert change.dealt is not None
    assert change.dealt.moved == (3, 4, 5, 6, 7, 8)
    assert change.dealt.seeds == ()


def test_witnesses_and_metadata_change_neither_variants_nor_marks() -> None:
    swap = ("  solution:", "  minutes: 3\n  verify: [{expect: answer > 0}]\n  solution:")
    change = change_of(SURPRISAL, swap)
    assert set(change.written.rest) == {"minutes changed", "witnesses changed"}
    assert change.is_safe


def test_a_question_that_is_new_removed_or_renamed_is_told() -> None:
    found = difference(bank(SURPRISAL, WHY), bank(SURPRISAL, FACTS))
    assert [(one.question, one.kind) for one in found.changes] == [("facts", "added"), ("why", "removed")]
    assert found.unchanged == 1
    assert [one.is_safe for one in found.changes] == [True, False]
    assert not found.is_wording
    found = difference(bank(SURPRISAL), bank(SURPRISAL.replace("surprisal:", "surprise:", 1)))
    (change,) = found.changes
    assert (change.kind, change.question, change.before) == ("renamed", "surprise", "surprisal")
    assert not change.is_safe


def test_a_shared_misconception_changes_the_questions_that_use_it() -> None:
    questions = (SURPRISAL, FACTS)
    found = difference(bank(*questions), bank(*questions, shared=SHARED.replace("0.5", "0.75")))
    (change,) = found.changes
    assert (change.question, change.written.rest) == (
        "surprisal",
        ("credit of bits-for-nats 0.5 → 0.75",),
    )
    assert {remark.after.credit for _, remark in change.marks} == {0.75}
    found = difference(bank(*questions), bank(*questions, shared=SHARED.replace("That is", "This is")))
    (change,) = found.changes
    assert change.written.texts == ("say of bits-for-nats",)
    assert change.is_safe


def test_what_does_not_load_is_not_taken_for_removed_or_added() -> None:
    broken = SURPRISAL.replace("-log(p)\n", "-lgo(p)\n", 1)
    (change,) = difference(bank(SURPRISAL, WHY), bank(broken, WHY)).changes
    assert (change.kind, change.side, change.is_safe) == ("unreadable", "new", False)
    (change,) = difference(bank(broken, WHY), bank(SURPRISAL, WHY)).changes
    assert (change.kind, change.side) == ("unreadable", "old")
    found = difference(bank(SURPRISAL, WHY), bank(SURPRISAL + "  x: [\n", WHY))
    assert {(one.kind, one.side) for one in found.changes} == {("unreadable", "new")}


# Stored attempts.


def attempt(question: str, seed: int, response: str, **more: Any) -> Answered:
    """An attempt at the question as it is in the old bank, graded there."""
    variant = make_variant(bank(question)[question.strip().partition(":")[0]], seed)
    verdict = grade(variant, response)
    told = {"outcome": verdict.outcome, "credit": verdict.credit, "variant": variant.hash, **more}
    return Answered(question=variant.question.id, seed=seed, response=response, **told)


def stored_of(old: str, new: str, *attempts: Answered) -> Concerned | None:
    """What becomes of these attempts."""
    (change,) = difference(bank(old), bank(new), attempts).changes
    return change.stored


def test_attempts_of_variants_that_stay_are_graded_again() -> None:
    wider = SURPRISAL.replace("tol: 0.5%", "tol: 2%")
    key = float(make_variant(bank(SURPRISAL)["surprisal"], 1).key_text())
    attempts = [attempt(SURPRISAL, 1, str(key * (1 + by))) for by in (0, 0.01, 0.3)]
    assert [one.outcome for one in attempts] == ["correct", "incorrect", "incorrect"]
    assert stored_of(SURPRISAL, wider, *attempts) == Concerned(attempts=3, verdicts=1)


def test_attempts_of_variants_that_change_are_counted() -> None:
    other = SURPRISAL.replace("0.1 .. 0.9", "0.2 .. 0.9")
    old, new = bank(SURPRISAL)["surprisal"], bank(other)["surprisal"]
    moved = [seed for seed in range(12) if make_variant(old, seed).given != make_variant(new, seed).given]
    assert 0 < len(moved) < 12
    attempts = [attempt(SURPRISAL, seed, "0.5") for seed in range(12)]
    found = stored_of(SURPRISAL, other, *attempts)
    assert found == Concerned(attempts=12, variants=len(moved))


def test_a_mended_key_tells_whose_verdicts_were_wrong() -> None:
    wrong = SURPRISAL.replace("answer: -log(p)", "answer: -3*log(p)")
    right = make_variant(bank(SURPRISAL)["surprisal"], 2).key_text()
    found = stored_of(wrong, SURPRISAL, attempt(wrong, 2, right), attempt(wrong, 2, "77"))
    assert found == Concerned(attempts=2, variants=2, verdicts=1)


def test_attempts_of_another_version_or_of_other_questions_are_kept_apart() -> None:
    other = SURPRISAL.replace("tol: 0.5%", "tol: 2%")
    found = stored_of(
        SURPRISAL, other, attempt(SURPRISAL, 1, "0.5", variant="0" * 32), attempt(FACTS, 1, "kl")
    )
    assert found == Concerned(attempts=1, elsewhere=1)


def test_attempts_with_chosen_numbers_and_of_removed_questions_are_counted() -> None:
    other = SURPRISAL.replace("0.1 .. 0.9", "0.2 .. 0.9")
    chosen = Answered(question="surprisal", seed=0, given={"p": "0.1"}, response="1", outcome="incorrect")
    assert stored_of(SURPRISAL, other, chosen) == Concerned(attempts=1, variants=1)
    (change,) = difference(bank(SURPRISAL, WHY), bank(WHY), [chosen]).changes
    assert change.stored == Concerned(attempts=1, variants=1)
