"""A preview: what a learner sees, and what the grader makes of every answer its author thought of."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from quizkit.bank import load_texts
from quizkit.typeset import spans, text
from quizkit.variants import make_variant
from quizkit.workshop.preview import Preview, preview
from quizkit.workshop.preview_answers import Anticipated
from quizkit.workshop.preview_page import page
from quizkit.workshop.preview_screen import screen
from quizkit.workshop.preview_words import shortened
from tests.typeset import pages
from tests.workshop.preview_bank import KINDS, harmful, previewed

WRONG = r"""
quizkit: 1
title: Wrong
questions:
  q:
    type: number
    title: Q
    given: {p: "[0.5]"}
    prompt: p
    answer: p + 1
    tol: exact
    accept: [p + 2]
    mistakes:
      endless: {is: 1/(p - p), say: It has no value.}
      other: {is: p, say: Another.}
    tests: {"7": full, "8": other, "1.5": invalid, "9": 0.25}
"""


def answers(question: str, part: str = "") -> dict[str, Anticipated]:
    """The anticipated answers of a part, by what they are and their name."""
    found = next(one for one in previewed(question).parts if one.posed.id == part)
    return {f"{one.why} {one.name}".strip(): one for one in found.answers}


def earned(answer: Anticipated) -> tuple[str, float, str | None]:
    """Outcome, credit, and the mistake that was named."""
    assert answer.verdict is not None
    return answer.verdict.outcome, answer.verdict.credit, answer.verdict.mistake


def test_every_anticipated_answer_is_typed_and_graded() -> None:
    found = answers("a-number")
    assert earned(found["key"]) == ("correct", 1, None)
    assert earned(found["accepted -log(p) + 0.0001*(-log(p))"]) == ("correct", 1, None)
    assert earned(found["mistake bits-for-nats"]) == ("partly-correct", 0.5, "bits-for-nats")
    assert earned(found["mistake error-not-log"]) == ("incorrect", 0, "error-not-log")
    assert earned(found["test full"]) == ("correct", 1, None)
    assert earned(found["test invalid"]) == ("invalid", 0, None)
    assert found["test full"].typed == "1.609 nats"
    assert found["mistake bits-for-nats"].typed.startswith("2.32192809488736")


def test_what_is_told_comes_from_the_grader() -> None:
    found = answers("a-number")
    assert found["mistake bits-for-nats"].told == "That is in bits. Multiply by $\\ln 2$."
    assert found["mistake error-not-log"].told == "$1 - p$ is the share of errors, 0.8 here."
    assert found["test invalid"].told == r"expected a value after \'\(\'\, found the end"


def test_a_mistake_whose_condition_is_false_is_named_as_not_armed() -> None:
    found = answers("a-number")["mistake only-for-two"]
    assert (found.armed, found.wanting, found.verdict) == (False, False, None)
    assert found.note == "not armed here: k == 2 is false"


def test_a_mistake_that_equals_an_earlier_one_says_so() -> None:
    found = answers("a-number")["mistake also-the-error"]
    assert (found.note, found.wanting) == ("the same as error-not-log here", False)


def test_a_fraction_with_few_decimals_is_typed_as_a_decimal() -> None:
    assert answers("a-number")["mistake error-not-log"].typed == "0.8"
    assert answers("a-matrix")["mistake diagonal-only"].typed == "[[0.09, 0, 0], [0, 0.24, 0], [0, 0, 0.21]]"


def test_parts_are_judged_alone_and_nothing_is_carried() -> None:
    found = answers("in-parts", "square")
    assert earned(found["mistake doubled"]) == ("incorrect", 0, "doubled")
    assert earned(found["key"]) == ("correct", 1, None)


def test_the_key_of_a_selection_is_all_that_is_right() -> None:
    key = answers("a-selection")["key"]
    assert key.typed == previewed("a-selection").parts[0].key
    assert earned(key) == ("correct", 1, None)


def test_the_draw_says_how_many_draws_were_refused() -> None:
    seed = next(seed for seed in range(50) if previewed("a-number", seed).refused)
    found = previewed("a-number", seed)
    assert found.refused == found.variant.acceptance.tries - 1
    assert found.reasons == {"breaks k > 2": found.refused}
    assert f"refused: {found.refused} draw" in plain(found)


def test_what_does_not_come_out_as_meant_is_wanting() -> None:
    found = preview(make_variant(load_texts({"b.yaml": WRONG})["q"]))
    assert found.wanting == (
        "the mistake endless: it has no value: a division by 0",
        "the answer '7': the test expects full",
        "the answer '8': the test expects other",
        "the answer '1.5': the test expects invalid",
        "the answer '9': the test expects 0.25",
    )
    assert "! the test expects other" in plain(found)
    assert "! Not as it is meant" in pages.text(pages.document(page([found], "t")))


def test_the_bank_of_these_tests_has_nothing_wanting() -> None:
    assert [previewed(kind).wanting for kind in KINDS] == [()] * len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_json_form_holds_everything_and_is_json(kind: str) -> None:
    found = previewed(kind)
    told = json.loads(json.dumps(found.to_json()))
    assert told["question"] == kind
    assert [part["key"] for part in told["parts"]] == [part.key for part in found.parts]
    assert all(answer["outcome"] or answer["note"] for part in told["parts"] for answer in part["answers"])


# On the screen.


def plain(found: Preview, columns: int = 80, *, pictures: bool = False) -> str:
    """The text of a screen."""
    return text(screen(found, columns, pictures=pictures))


@pytest.mark.parametrize("pictures", [True, False])
@pytest.mark.parametrize("columns", [80, 60, 40])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_wider_than_the_screen(kind: str, columns: int, *, pictures: bool) -> None:
    lines = screen(previewed(kind), columns, pictures=pictures)
    assert max(map(spans.width, lines)) <= columns


def test_formulas_are_drawn_in_two_dimensions_only_where_that_is_wished() -> None:
    assert "⎡" in plain(previewed("a-matrix"), pictures=True)
    assert "⎡" not in plain(previewed("a-matrix"))
    assert "L = −ln p = Σᵢ yᵢ ln(1/pᵢ)" in plain(previewed("a-number"))


def test_the_screen_of_an_essay_has_its_rubric_and_red_flags() -> None:
    shown = plain(previewed("an-essay"))
    for words in (
        "+ 2  product",
        "Products become sums.",
        "cues: product | multipl and sum",
        "if missing: Think of tiny numbers.",
        "− 1  kl-is-metric  red flag",
    ):
        assert words in shown


def test_no_control_character_of_the_bank_reaches_the_screen() -> None:
    shown = plain(harmful()) + plain(harmful(), pictures=True)
    assert not [sign for sign in shown if ord(sign) < 32 and sign != "\n"]
    assert r"\x1b[2J" in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1.6094379124341003", "1.609437…"),
        ("-0.0001234567890123", "-0.000123456…"),
        ("1.609437", "1.609437"),
        ("1.23456789012e-17", "1.234567…e-17"),
        ("[0.12345678901, 1/3]", "[0.123456…, 1/3]"),
        ("12345678901234", "12345678901234"),
    ],
)
def test_long_decimals_are_cut_where_they_are_shown(typed: str, shown: str) -> None:
    assert shortened(typed) == shown


# As a web page.


def paged(*found: Preview) -> ET.Element:
    """The page of previews, taken apart."""
    return pages.document(page(found, "A title"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_well_formed_and_of_known_elements(kind: str) -> None:
    root = paged(previewed(kind))
    assert pages.foreign(root) == set()
    assert pages.text(root).count(previewed(kind).variant.question.title) == 1


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_nothing_that_an_author_writes_is_markup(seed: int) -> None:
    found = harmful(seed)
    written = page([found], found.variant.question.title)
    root = pages.document(written)
    assert pages.foreign(root) == set()
    assert len(root.findall(f".//{pages.XHTML}style")) == 1
    assert len(root.findall(f".//{pages.XHTML}table")) == 5
    assert not [sign for sign in written if ord(sign) < 32 and sign != "\n"]
    shown = pages.text(root)
    for words in ("<script>alert(1)</script>", "<form>", "<iframe src='x'>", "</div>", r"\x1b[2J", "<u>"):
        assert words in shown


def test_the_page_has_every_hint_the_solution_and_what_each_answer_earns() -> None:
    root = paged(previewed("a-number"))
    closed = [pages.text(each) for each in root.iter(f"{pages.XHTML}details")]
    assert [words.split()[0] for words in closed] == ["Hint", "Hint", "Solution", "The"]
    rows = [[pages.text(cell) for cell in row] for row in root.iter(f"{pages.XHTML}tr")]
    assert ["✓ correct 100%", "key 1.609437…", ""] in rows
    assert ["◐ partly 50%", "bits-for-nats 2.321928…", "That is in bits. Multiply by ln 2 ."] in rows
    assert ["· none", "only-for-two", "not armed here: k == 2 is false"] in rows


def test_formulas_of_the_page_are_mathml() -> None:
    root = paged(previewed("a-matrix"))
    assert len(root.findall(f".//{pages.MATHML}mtable")) >= 3
    assert root.find(f".//{pages.MATHML}mfrac") is not None


def test_several_questions_stand_in_one_page_with_contents() -> None:
    root = paged(*map(previewed, KINDS))
    articles = [each.get("id") for each in root.iter(f"{pages.XHTML}article")]
    links = [str(each.get("href")) for each in root.iter(f"{pages.XHTML}a")]
    assert links == [f"#{name}" for name in articles]
    assert len(articles) == len(KINDS)
