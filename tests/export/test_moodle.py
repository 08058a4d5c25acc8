"""Moodle XML: read back and marked as Moodle marks, it agrees with quizkit's own verdicts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import quizkit
from quizkit.bank import Question
from quizkit.export import Losses, export_questions
from quizkit.export.cloze import cloze_text
from quizkit.export.dealt import deal
from quizkit.export.moodle import write
from quizkit.export.moodle_fractions import percent, rounded, share
from quizkit.grading import grade
from quizkit.variants import Variant
from tests.export import moodle_reader as moodle
from tests.export.moodle_reader import Answer, Field
from tests.export.ways import BANK, bank
from tests.grading import small_bank

NEAR = 1e-4


@cache
def _ways() -> list[tuple[Variant, Any]]:
    """Every variant of the bank with its question in the file."""
    return _exported(list(bank().values()))


def _exported(questions: list[Question], most: int | None = None) -> list[tuple[Variant, Any]]:
    dealt = [deal(question, most) for question in questions]
    found = moodle.questions(write("A title", dealt, Losses()))
    items = [one for one in found if one.attrib["type"] != "category"]
    return list(zip([variant for one in dealt for variant in one.variants], items, strict=True))


def _of(name: str) -> list[tuple[Variant, Any]]:
    return [(variant, item) for variant, item in _ways() if variant.question.id == name]


# The form.


def _require_form(found: list[Any]) -> None:
    for question in found:
        assert moodle.is_in_order(question), [child.tag for child in question]
        for answer in question.findall("answer"):
            after = ["tolerance"] if question.attrib["type"] == "numerical" else []
            assert [child.tag for child in answer] == ["text", "feedback", *after]
            fraction = abs(float(answer.attrib["fraction"])) / 100
            assert any(abs(fraction - listed) < 1e-5 for listed in moodle.FRACTIONS), fraction
        if question.attrib["type"] == "cloze":
            fields = moodle.embedded(moodle.text(question, "questiontext"))
            assert fields
            for field in fields:
                best = max(answer.fraction for answer in field.answers)
                assert best == 1 or field.kind == "MULTIRESPONSE"
                assert len(field.answers) > 1 or field.kind == "NUMERICAL"


def test_elements_stand_where_moodle_exports_them() -> None:
    exported = export_questions(bank().values(), "moodle", title="A title")
    found = moodle.questions(exported.content)
    _require_form(found)
    assert {one.attrib["type"] for one in found} == set(moodle.FORMS)
    assert len(found) == exported.questions + exported.variants


def test_every_question_has_a_category_with_all_its_variants() -> None:
    found = moodle.questions(write("T/1", [deal(bank()["overlapping"], None)], Losses()))
    category, *variants = found
    assert moodle.text(category, "category") == "$course$/top/T//1/w//1/Bands that overlap (overlapping)"
    assert len(variants) == 5
    assert len({one.findtext("idnumber") for one in variants}) == 5


def test_what_a_variant_is_known_by_stays_until_it_shows_something_else() -> None:
    before, again = (_exported([bank()["third"]]) for _ in range(2))
    reworded = _exported([bank(BANK.replace("One over {{ n }}?", "1 over {{ n }}?"))["third"]])
    known = [item.findtext("idnumber") for _, item in before]
    assert known == [item.findtext("idnumber") for _, item in again]
    assert set(known).isdisjoint(item.findtext("idnumber") for _, item in reworded)


def test_formulas_are_tex_for_moodles_filters_and_markup_is_escaped() -> None:
    for _, item in _of("overlapping"):
        asked = moodle.text(item, "questiontext")
        assert r"\(-\ln p\)" in asked
        assert "&amp; <code>a &lt; b</code>" in asked
        assert "<p>Give the number alone, in nats.</p>" in asked
        assert "&lt;b&gt;no&lt;/b&gt;" in moodle.answers(item)[2].feedback
        assert [hint.findtext("text") for hint in item.findall("hint")] == [
            r"<p>Think of \(\frac{1}{p}\).</p>",
            "<p>Second hint.</p>",
        ]
        tags = [tag.findtext("text") for tag in item.iter("tag")]
        assert tags == ["w/1", "two words", "q25", "difficulty-1"]


def test_whatever_the_texts_hold_the_file_can_be_read() -> None:
    odd = replace(bank()["third"], title="a\x00\x1b[1m\ufffe<b>&", remember="]]> \x0c <script>x</script>")
    category, first, *_ = moodle.questions(write("\x07/&", [deal(odd, None)], Losses()))
    assert "<b>&" in moodle.text(category, "category")
    assert "&lt;script&gt;" in moodle.text(first, "generalfeedback")
    for text in (moodle.text(category, "category"), moodle.text(first, "name")):
        assert "\x1b" not in text


# Numbers.


def test_a_numbers_key_stands_first_then_what_is_accepted_then_the_mistakes_in_file_order() -> None:
    for variant, item in _of("overlapping"):
        fractions = [round(answer.fraction, 5) for answer in moodle.answers(item)]
        last = [0.33333] if float(str(variant.given["p"])) > 0.5 else []
        assert fractions == [1.0, 1.0, 0.4, 0.2, *last, 0.0]
        assert moodle.answers(item)[-1].text == "*"


def _probes(looked_for: list[Answer]) -> list[float]:
    """Numbers in, at the end of, just beyond, between and far from the bands."""
    found = []
    for answer in looked_for:
        if answer.text != "*":
            value, width = float(answer.text), answer.tolerance
            found += [value, value + 0.9 * width, value - 0.9 * width, value + 1.1 * width + 1e-6]
            found += [-value, value / 3, value * 10 + 1]
    return found


def _require_same_marks(variant: Variant, item: Any) -> int:
    looked_for = moodle.answers(item)
    for number in _probes(looked_for):
        verdict = grade(variant, repr(number))
        fraction, feedback = moodle.number_mark(looked_for, number)
        expected = float(percent(verdict.credit)) / 100
        assert abs(fraction - expected) < NEAR, (variant.question.id, variant.seed, number, verdict.mistake)
        # A slip that quizkit finds by itself may bear the name of a mistake, but is said in other words.
        foreseen = verdict.message in {variant.say(mistake.id) for mistake in variant.task().mistakes}
        assert bool(feedback) == foreseen, (variant.question.id, variant.seed, number, verdict.mistake)
    return len(looked_for)


@pytest.mark.parametrize("name", ["overlapping"])
def test_moodle_gives_numbers_the_marks_that_quizkit_gives(name: str) -> None:
    for variant, item in _of(name):
        assert _require_same_marks(variant, item) > 1


@pytest.mark.parametrize("name", ["nll", "exact"])
def test_moodle_gives_the_numbers_of_the_small_bank_the_same_marks(name: str) -> None:
    for variant, item in _exported([small_bank.variant(name).question]):
        assert _require_same_marks(variant, item) > 1


def test_an_exact_key_that_is_no_decimal_is_taken_with_four_figures() -> None:
    for variant, item in _of("third"):
        key = 1 / int(str(variant.given["n"]))
        looked_for = moodle.answers(item)
        assert moodle.number_mark(looked_for, float(f"{key:.4g}"))[0] == 1
        assert moodle.number_mark(looked_for, float(f"{key:.3g}"))[0] == 0
        assert moodle.number_mark(looked_for, 1 / key)[1] == "<p>Upside down.</p>"
        assert "as a decimal with 4 significant figures" in moodle.text(item, "questiontext")


# Options.


def test_the_one_option_earns_what_quizkit_gives_it() -> None:
    for variant, item in _of("pick"):
        assert item.findtext("single") == "true"
        assert item.findtext("shuffleanswers") == "false"
        for option, answer in zip(variant.choices, moodle.answers(item), strict=True):
            assert answer.fraction == grade(variant, option.id).credit
        assert moodle.answers(item)[-1].text == "Never"


@pytest.mark.parametrize("name", ["seven", "eleven"])
def test_ticks_earn_what_quizkit_gives_them(name: str) -> None:
    for variant, item in _of(name):
        looked_for = list(_answers_of_options(item))
        options = list(variant.choices)
        for count in range(len(options) + 1):
            for ticked in (range(count), range(len(options) - count, len(options))):
                expected = grade(variant, [options[place].id for place in ticked]).credit if ticked else 0.0
                assert abs(moodle.ticks_mark(looked_for, list(ticked)) - expected) < NEAR


def _answers_of_options(item: Any) -> tuple[Answer, ...]:
    if item.attrib["type"] == "multichoice":
        return tuple(moodle.answers(item))
    (field,) = moodle.embedded(moodle.text(item, "questiontext"))
    return field.answers


def test_eleven_shares_are_no_shares_of_moodles_list_and_so_go_into_a_field() -> None:
    kinds = {name: {item.attrib["type"] for _, item in _of(name)} for name in ("seven", "eleven")}
    assert kinds == {"seven": {"multichoice"}, "eleven": {"cloze"}}


# Fields inside a text.


def _mark(fields: list[Field], responses: list[float]) -> float:
    """The share of the mark that numbers earn, one for each field."""
    whole = sum(field.weight for field in fields)
    marks = zip(fields, responses, strict=True)
    return sum(f.weight * moodle.number_mark(f.answers, r)[0] for f, r in marks) / whole


def _entries(value: object) -> list[float]:
    return [x for row in value for x in _entries(row)] if isinstance(value, list) else [float(str(value))]


@pytest.mark.parametrize("name", ["entries", "grid"])
def test_each_entry_of_a_vector_or_matrix_is_a_field_that_knows_its_key(name: str) -> None:
    for variant, item in _of(name):
        fields = moodle.embedded(moodle.text(item, "questiontext"))
        key = _entries(variant.key)
        assert _mark(fields, key) == 1
        assert _mark(fields, [entry + 100 for entry in key]) == 0
        for place in range(len(key)):
            spoiled = [entry + 100 * (at == place) for at, entry in enumerate(key)]
            assert abs(_mark(fields, spoiled) - (1 - 1 / len(key))) < NEAR


def test_a_field_gives_a_mistakes_entry_its_credit_and_its_feedback_unharmed() -> None:
    for variant, item in _of("entries"):
        fields = moodle.embedded(moodle.text(item, "questiontext"))
        a = int(str(variant.given["a"]))
        for field, wrong, right in zip(fields, [2 + a, 3, 7], [2 * a, 2, 10], strict=True):
            fraction, feedback = moodle.number_mark(field.answers, wrong)
            assert fraction == (1 if wrong == right else 0.5)
            if wrong != right:
                assert feedback == (r"Tildes ~ and # and {braces}: \(\frac{a}{b}\), \(\{x\}\), a" + "\\")


def test_parts_weigh_what_they_are_worth_and_earn_what_quizkit_gives() -> None:
    for variant, item in _of("steps"):
        asked = moodle.text(item, "questiontext")
        assert "{#1}" not in asked
        fields = moodle.embedded(asked)
        assert [field.weight for field in fields] == [1, 1, 1, 6, 3, 3]
        assert sum(field.weight for field in fields) / 15 == 1
        x = int(str(variant.given["x"]))
        product = x * x**2 * 7
        verdict = grade(variant, {"v": f"[{x}, {x**2}, 7]", "s": str(product)})
        assert verdict.parts is not None
        fraction, feedback = moodle.number_mark(fields[3].answers, product)
        assert fraction == verdict.parts["s"].credit == 0.5
        assert feedback == "That is ~ the product."
        for option, answer in zip(variant.posed("which").options, fields[4].answers, strict=True):
            assert answer.fraction == float(option.correct)
        assert "<b>(v)</b> Square it." in moodle.text(item.findall("hint")[1], ".")
        assert moodle.text(item, "generalfeedback") == "<p>Squares first.</p>"


@pytest.mark.parametrize(
    "html", ["a}b", r"\{x\}", "a#b", "~", "a\\", "&lt;b&gt;", '"q"', r"a\\}", "&amp;#x27;", ""]
)
def test_moodle_reads_back_what_a_field_says(html: str) -> None:
    (field,) = moodle.embedded(f"{{1:NUMERICAL:=1:0~%50%2:0#{cloze_text(html)}~%0%3:0}}")
    assert [answer.feedback for answer in field.answers] == ["", html, ""]


# What a person marks.


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("slope", ["k*x".replace("k", "4"), "form: simplified", "25 %", "The 2 comes down."]),
        ("direction", ["[1, 0]", "right up to direction"]),
        ("above", ["right where response &gt; n"]),
        (
            "mixed",
            ["<b>(a)</b> Key (1 point): <code>y^2</code>", "<b>(b)</b> Key (2 points): <code>9</code>"],
        ),
        (
            "why",
            [
                r"<li>2: Products &lt;become&gt; sums \(ab\).</li>",
                "<i>Where it is missing:</i> Rare",
                "−1: mixing",
            ],
        ),
    ],
)
def test_what_numbers_cannot_decide_goes_to_a_person_with_the_key(name: str, told: list[str]) -> None:
    notes = [moodle.text(item, "graderinfo") for _, item in _of(name)]
    assert {item.attrib["type"] for _, item in _of(name)} == {"essay"}
    for text in told:
        assert any(text in note for note in notes), (text, notes[0])


# Shares.


@pytest.mark.parametrize(
    ("credit", "listed", "change"),
    [
        (1.0, "100", None),
        (0.45, "40", "0.45 as 0.4"),
        (1 / 3, "33.33333", None),
        (0.333, "33.33333", None),
        (0.04, "0", "0.04 as 0"),
        (0.99, "90", "0.99 as 0.9"),
    ],
)
def test_credit_is_rounded_down_to_moodles_list(credit: float, listed: str, change: str | None) -> None:
    assert percent(credit) == listed
    assert rounded(credit) == change


def test_only_some_numbers_of_equal_shares_are_in_moodles_list() -> None:
    assert [number for number in range(1, 21) if share(number)] == [*range(1, 11), 20]


# The shipped bank.


def _require_shipped(questions: list[Question], most: int | None) -> None:
    for variant, item in _exported(questions, most):
        _require_form([item])
        if item.attrib["type"] == "numerical" and variant.task().precision is None:
            _require_same_marks(variant, item)
        if item.attrib["type"] == "cloze":
            fields = moodle.embedded(moodle.text(item, "questiontext"))
            numbers = [field for field in fields if field.kind == "NUMERICAL"]
            tasks = [posed for posed in variant.parts if not posed.options]
            keys = variant.key if isinstance(variant.key, dict) else {"": variant.key}
            flat = [entry for posed in tasks for entry in _entries(keys[posed.id])]
            assert len(numbers) == len(flat)
            assert not numbers or abs(_mark(numbers, flat) - 1) < NEAR, variant.question.id


def test_moodle_marks_some_of_the_shipped_bank_as_quizkit_does() -> None:
    _require_shipped(list(quizkit.load_bank().values())[::15], 1)


@pytest.mark.endurance
def test_moodle_marks_the_whole_shipped_bank_as_quizkit_does() -> None:
    _require_shipped(list(quizkit.load_bank().values()), None)
