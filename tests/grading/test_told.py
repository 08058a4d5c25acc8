"""What verdicts tell: forms, sentences, points, and nothing that would give the key away."""

from __future__ import annotations

import json
import threading

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from quizkit.grading import Evidence, grade
from quizkit.grading.marking import marking_of
from quizkit.grading.plain import judge_plain, plain_number
from quizkit.grading.response import read_response
from quizkit.grading.sentences import because
from quizkit.mathlang.latex import latex
from quizkit.mathlang.printing import text
from tests.grading.field_bank import QUESTIONS
from tests.grading.field_bank import variant as field_variant
from tests.grading.small_bank import variant

SENTENCES = [
    (
        "correct",
        "identical",
        {},
        "Yours is the same formula as the right answer, up to the order of its terms.",
    ),
    ("correct", "proved", {}, "Yours was proved equal to the right answer."),
    (
        "correct",
        "proved-almost-everywhere",
        {},
        "Yours was proved equal to the right answer, single points apart.",
    ),
    (
        "correct",
        "sampled",
        {"points": 8, "digits": 60},
        "Yours agrees with the right answer at 8 points to 60 digits: strong evidence, but no proof.",
    ),
    ("correct", "accepted", {}, "Yours is another answer that this question accepts."),
    ("correct", "carried", {"from": ["s", "t"]}, "Yours is right for your own earlier s, t."),
    ("correct", "tolerance", {"rule": "0.05%"}, "Yours is within 0.05% of the right number."),
    ("correct", "tolerance", {"rule": "exact"}, "Yours is the right number."),
    ("incorrect", "tolerance", {"rule": "0.05%"}, "Yours is not within 0.05% of the right number."),
    ("incorrect", "tolerance", {"rule": "exact"}, "Yours is another number."),
    ("incorrect", "tolerance", {"rule": "1%", "right_entries": 2, "of": 3}, "2 of 3 entries are right."),
    (
        "correct",
        "tolerance",
        {"rule": "1%", "formula": True},
        "Yours is within 1% of the right number, as worked out from your formula.",
    ),
    ("correct", "choice", {}, "That option is right."),
    ("incorrect", "choice", {}, "Not what is right was chosen."),
    ("incorrect", "form", {}, "The value is right, but not in the form that was asked for."),
    ("incorrect", "unit", {"expected": ["nats", "bits"]}, "A unit belongs to the number: nats, bits."),
    ("undecided", "rubric", {"points": 2, "of": 3}, "Your words suggest 2 of 3 points; a person decides."),
    ("partly-correct", "rubric", {"by": "ticks", "points": 2, "of": 3}, "2 of 3 points, as ticked."),
    (
        "partly-correct",
        "rubric",
        {"by": "cues", "points": 2, "of": 3},
        "2 of 3 points, by the words in your text.",
    ),
    (
        "incorrect",
        "witness",
        {"point": {"x": "2"}},
        "Yours certainly differs from the right answer at x = 2.",
    ),
    ("incorrect", "witness", {"point": {}}, "Yours certainly differs from the right answer."),
    (
        "incorrect",
        "domain",
        {"point": {"z": ["1", "2"]}},
        "Only one of yours and the right answer has a value at z = [1, 2].",
    ),
    ("incorrect", "shape", {}, "Yours has another shape than the right answer."),
    ("invalid", "unreadable", {}, "Yours cannot be read; no try was spent."),
    (
        "invalid",
        "unreadable",
        {"undefined": "1/0"},
        "Yours can be read, but it has no value; no try was spent.",
    ),
    ("invalid", "ambiguous", {}, "Yours can be read in more than one way; no try was spent."),
    ("invalid", "blank", {}, "Nothing was typed; no try was spent."),
    ("undecided", "limit", {}, "The work allowed for one answer did not suffice; no mark is lost."),
    (
        "undecided",
        "unproved",
        {},
        "Yours agrees wherever it was tried, but by cases that is no proof; no mark is lost.",
    ),
    ("undecided", "key", {}, "The right answer itself could not be worked out; no mark is lost."),
    ("undecided", "fault", {}, "A fault of ours kept this from being judged; no mark is lost."),
]


@pytest.mark.parametrize(("outcome", "kind", "details", "sentence"), SENTENCES)
def test_every_kind_of_evidence_has_its_sentence(
    outcome: str, kind: str, details: dict[str, object], sentence: str
) -> None:
    assert because(Evidence(kind, details), outcome) == sentence  # type: ignore[arg-type]


def test_only_what_is_proved_is_called_proved() -> None:
    assert [row[1] for row in SENTENCES if "proved" in row[3]] == ["proved", "proved-almost-everywhere"]


def test_parts_are_counted() -> None:
    posed = variant("chain", x="[1, 2]", w="[3, 4]")
    assert grade(posed, {"s": "11", "square": "121", "half": "1"}).sentence() == "2 of 3 parts are right."


def test_a_notebook_shows_outcome_message_and_reason() -> None:
    shown = grade(variant("nll", p="0.7"), "-0.35667")._repr_markdown_()
    assert shown == (
        "**incorrect**\n\n$\\displaystyle -0.35667$"
        "\n\nRight size, wrong sign: check which quantity is subtracted from which."
        "\n\nYours is not within 0.05% of the right number."
    )


@pytest.mark.parametrize(
    ("question", "response"),
    [("constant", "3*x"), ("leaky-slope", "0.5"), ("leaky-slope", "cases(x<0 -> 0, x>0 -> 1)")],
)
def test_a_constant_key_is_not_given_away(question: str, response: str) -> None:
    verdict = grade(field_variant(question), response)
    assert verdict.outcome == "incorrect"
    assert "right answer" not in verdict.message
    assert "expected" not in verdict.evidence.details
    assert json.dumps(verdict.to_json()).count("expected") == 0


def test_the_witness_is_kept_in_the_evidence() -> None:
    evidence = grade(field_variant("sigmoid-slope"), "0.25").evidence
    assert evidence.to_json() == {
        "kind": "witness",
        "point": {"x": "2"},
        "expected": "0.105",
        "response": "0.25",
    }


def test_the_evidence_tells_how_a_slip_was_recognised() -> None:
    evidence = grade(field_variant("sigmoid-slope"), "-sigma(x)*(1-sigma(x))").evidence
    assert evidence.details["recognised"] == {"kind": "identical"}


def test_an_approximation_is_told_to_be_one() -> None:
    verdict = grade(field_variant("silu-slope"), "sigma(x) + 1.00001*x*sigma(x)*(1-sigma(x))")
    assert verdict.mistake is None
    assert verdict.evidence.details["agrees_to_digits"] == 4
    verdict = grade(field_variant("attention-scale"), "q*k*1.0000001/sqrt(d)*1.0000001")
    assert verdict.outcome == "incorrect"
    assert verdict.mistake == "constant-factor"


def test_a_formula_that_differs_in_places_only_is_no_approximation() -> None:
    verdict = grade(field_variant("silu-slope"), "sigma(x) + x*sigma(x)*(1-sigma(x)) + relu(x - 50)")
    assert verdict.outcome == "incorrect"
    assert "approximation" not in verdict.message
    assert "agrees_to_digits" not in verdict.evidence.details


PLAIN = ["0", "7", "007", "0.3567", "-0.3567", "00.5", "-0", "12345678901234.5", "0.000"]


@pytest.mark.parametrize("typed", PLAIN)
def test_a_plain_number_is_read_as_the_parser_reads_it(typed: str) -> None:
    short, long = plain_number(typed), read_response(marking_of(variant("nll")), typed)
    assert short == long
    assert short is not None
    assert text(short) == latex(short) == typed
    assert [short.start, short.end] == [0, len(typed)]


@pytest.mark.parametrize("typed", ["+5", ".5", "5.", "1e5", " 5", "5 ", "٣", "5%", "", "1_0", "1" * 16, "５"])
def test_other_texts_are_left_to_the_parser(typed: str) -> None:
    assert plain_number(typed) is None
    assert judge_plain(marking_of(variant("nll")), typed) is None


@settings(max_examples=300, deadline=None)
@drawn(st.decimals(min_value=-10, max_value=10, places=4), st.sampled_from(["0.7", "0.05", "0.95"]))
def test_the_short_way_and_the_long_way_agree(typed: object, p: str) -> None:
    posed = variant("nll", p=p)
    short, long = grade(posed, f"{typed:f}"), grade(posed, f" {typed:f}")
    assert short.to_json() == long.to_json()


@settings(max_examples=12, deadline=None)
@drawn(st.text(alphabet="xyzpqsigmalog()+-*/^012.,[] ", max_size=24))
def test_diagnosis_never_raises_and_credit_is_a_share(response: str) -> None:
    for question in QUESTIONS:
        verdict = grade(field_variant(question), response)
        assert 0 <= verdict.credit <= 1
        assert verdict.evidence.kind != "fault"


def test_diagnosis_is_the_same_in_any_thread() -> None:
    answers = ["2*sigma(z) - 2*y", "tanh(z) - y", "softplus(z) - y*z", "z - y", "sigma(z)"]

    def told() -> list[dict[str, object]]:
        posed = field_variant("bce-gradient")
        return [grade(posed, answer).to_json() for answer in answers]

    expected, found = told(), []
    threads = [threading.Thread(target=lambda: found.append(told())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
