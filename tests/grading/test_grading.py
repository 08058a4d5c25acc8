from __future__ import annotations

import json
import threading

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from quizkit.grading import Response, Verdict, grade, grade_part
from tests.grading.small_bank import variant


def told(question: str, response: Response, **given: str) -> Verdict:
    return grade(variant(question, **given), response)


NUMBERS = [
    ("0.3567", "correct", 1, None, "tolerance"),
    ("3.567e-1", "correct", 1, None, "tolerance"),
    ("35.67%", "correct", 1, None, "tolerance"),
    ("-log(0.7)", "correct", 1, None, "tolerance"),
    ("ln(10/7)", "correct", 1, None, "tolerance"),
    ("0.5146 bits", "correct", 1, None, "tolerance"),
    ("0.3567 nats", "correct", 1, None, "tolerance"),
    ("L = 0.3567", "correct", 1, None, "tolerance"),
    (r"$\ln\frac{10}{7}$", "correct", 1, None, "tolerance"),
    ("0.357", "incorrect", 0, "rounded-too-early", "form"),
    ("0.36", "incorrect", 0, "rounded-too-early", "form"),
    ("0.515 bits", "incorrect", 0, "rounded-too-early", "form"),
    ("0.5146", "partly-correct", 0.5, "bits-for-nats", "tolerance"),
    ("0.17834", "partly-correct", 0.25, "half", "tolerance"),
    ("-0.35667", "incorrect", 0, "sign-flipped", "tolerance"),
    ("35.667", "incorrect", 0, "percent-for-fraction", "tolerance"),
    ("2.8037", "incorrect", 0, "upside-down", "tolerance"),
    ("7", "incorrect", 0, None, "tolerance"),
    ("((", "invalid", 0, None, "unreadable"),
    ("", "invalid", 0, None, "blank"),
    ("  \t ", "invalid", 0, None, "blank"),
    ("0,357", "invalid", 0, None, "ambiguous"),
    ("1/0", "invalid", 0, None, "unreadable"),
    ("log(-1)", "invalid", 0, None, "unreadable"),
    ("infinity", "invalid", 0, None, "unreadable"),
    ("[0.3567]", "incorrect", 0, None, "shape"),
    ("x", "invalid", 0, None, "unreadable"),
    ("1 > 0", "invalid", 0, None, "shape"),
]


@pytest.mark.parametrize(("response", "outcome", "credit", "mistake", "evidence"), NUMBERS)
def test_a_number_is_judged(
    response: str, outcome: str, credit: float, mistake: str | None, evidence: str
) -> None:
    verdict = told("nll", response, p="0.7")
    assert (verdict.outcome, verdict.credit, verdict.mistake) == (outcome, credit, mistake)
    if (response, evidence) != ("1 > 0", "shape"):
        assert verdict.evidence.kind == evidence


def test_a_mistake_is_told_in_the_words_of_the_question() -> None:
    assert told("nll", "0.17834", p="0.7").message == "Half of it. p was 0.7."
    assert told("nll", "0.5146", p="0.7").message == "That is in bits."


def test_rounding_too_early_says_how_precise_the_answer_is_wanted() -> None:
    assert (
        told("nll", "0.357", p="0.7").message == "Right, but rounded too early: give 4 significant figures."
    )


def test_an_unreadable_response_has_a_caret_into_the_text_as_typed() -> None:
    verdict = told("nll", "-log(0.7", p="0.7")
    assert verdict.caret is not None
    start, end = verdict.caret
    assert 0 <= start <= end <= len("-log(0.7")
    assert verdict.message == "expected ')' to close '(', found the end"


def test_what_was_understood_is_shown_back() -> None:
    verdict = told("nll", "-ln(0.7)", p="0.7")
    assert verdict.read_as is not None
    assert verdict.read_as.to_json() == {"text": "-log(0.7)", "latex": r"-\ln(0.7)"}


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("49", "correct"),
        ("49.0", "correct"),
        ("7^2", "correct"),
        ("98/2", "correct"),
        ("49.0001", "incorrect"),
    ],
)
def test_an_exact_answer_is_the_number_and_no_other(response: str, outcome: str) -> None:
    assert told("exact", response, n="7").outcome == outcome


EXPRESSIONS = [
    ("Phi(x) + x*phi(x)", "correct", None, "identical"),
    ("x phi(x) + Phi(x)", "correct", None, "identical"),
    (r"\Phi(x) + x\phi(x)", "correct", None, "identical"),
    ("(1 + erf(x/sqrt(2)))/2 + x*exp(-x^2/2)/sqrt(2*pi)", "correct", None, "sampled"),
    ("Phi(x)", "incorrect", "forgot-product-rule", None),
    ("-Phi(x) - x*phi(x)", "partly-correct", "sign-flipped", None),
    ("Phi(x) + phi(x)", "incorrect", "factor-missing", "witness"),
    ("Phi(x) + x*phi(x) + y", "invalid", None, "unreadable"),
    ("0.5", "incorrect", None, "witness"),
]


@pytest.mark.parametrize(("response", "outcome", "mistake", "evidence"), EXPRESSIONS)
def test_an_expression_is_judged_as_mathematics(
    response: str, outcome: str, mistake: str | None, evidence: str | None
) -> None:
    verdict = told("gelu", response)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake)
    if evidence:
        assert verdict.evidence.kind in {evidence, "proved"}


VECTORS = [
    ("[-0.8, 0.3, 0.5]", "correct", 1.0),
    ("-0.8, 0.3, 0.5", "correct", 1.0),
    ("(-0.8, 0.3, 0.5)", "correct", 1.0),
    ("[[-0.8], [0.3], [0.5]]", "correct", 1.0),
    ("[[-0.8, 0.3, 0.5]]", "correct", 1.0),
    ("[-4/5, 3/10, 1/2]", "correct", 1.0),
    ("[-0.8, 0.3, 0]", "partly-correct", 2 / 3),
    ("[0, 0, 0]", "incorrect", 0.0),
    ("[-0.8, 0.3]", "incorrect", 0.0),
    ("[-0.8, 0.3, 0.5", "invalid", 0.0),
]


@pytest.mark.parametrize(("response", "outcome", "credit"), VECTORS)
def test_a_vector_is_judged_by_its_entries(response: str, outcome: str, credit: float) -> None:
    verdict = told("logit-gradient", response, q="[0.2, 0.3, 0.5]", y="0")
    assert verdict.outcome == outcome
    assert verdict.credit == pytest.approx(credit)


def test_a_vector_mistake_is_named() -> None:
    assert told("logit-gradient", "[0.2, 0.3, 0.5]", q="[0.2, 0.3, 0.5]", y="0").mistake == "forgot-target"


def test_another_shape_is_told_in_words() -> None:
    verdict = told("logit-gradient", "[1, 2]")
    assert verdict.message == "A vector of 3 entries is asked for; yours is a vector of 2 entries."
    assert verdict.evidence.to_json() == {"kind": "shape", "expected": [3], "response": [2]}


W = "[[1, 2, 3], [4, 5, 6]]"


@pytest.mark.parametrize(
    ("response", "outcome", "mistake"),
    [
        (W, "correct", None),
        ("1 2 3\n4 5 6", "correct", None),
        ("[1, 2, 3; 4, 5, 6]", "correct", None),
        (r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}", "correct", None),
        ("[[1, 4], [2, 5], [3, 6]]", "incorrect", "transposed"),
        (f"-{W}", "incorrect", "sign-flipped"),
        ("[[1, 2, 3], [4, 5, 7]]", "incorrect", None),
        ("[[1, 2, 3], [4, 5]]", "invalid", None),
    ],
)
def test_a_matrix_is_judged(response: str, outcome: str, mistake: str | None) -> None:
    verdict = told("jacobian", response, W=W)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [("[1, 0]", "correct"), ("[-3, 0]", "correct"), ("[0, 1]", "incorrect"), ("[0, 0]", "incorrect")],
)
def test_an_eigenvector_is_right_up_to_its_direction(response: str, outcome: str) -> None:
    assert told("eigenvector", response).outcome == outcome


def letter(question: str, option: str) -> str:
    return next(shown.letter for shown in variant(question).choices if shown.id == option)


@pytest.mark.parametrize("form", ["kl", "KL", "{letter}", "({letter})", " {letter}. "])
def test_a_choice_is_made_by_id_or_letter(form: str) -> None:
    verdict = told("pick", form.format(letter=letter("pick", "kl")))
    assert (verdict.outcome, verdict.evidence.kind) == ("correct", "choice")


def test_a_wrong_choice_names_its_misconception() -> None:
    verdict = told("pick", "gap")
    assert (verdict.outcome, verdict.mistake, verdict.message) == (
        "incorrect",
        "sign-flipped",
        "It has a sign.",
    )


def test_an_unknown_option_is_invalid() -> None:
    verdict = told("pick", "corrr")
    assert verdict.outcome == "invalid"
    assert verdict.message == "no option 'corrr': the options are A, B, C; did you mean 'corr'?"


@pytest.mark.parametrize(
    ("ticks", "outcome", "credit", "mistake"),
    [
        (["nonneg", "zero"], "correct", 1.0, None),
        (["nonneg"], "partly-correct", 0.5, None),
        (["nonneg", "zero", "metric"], "partly-correct", 0.5, "kl-is-metric"),
        (["nonneg", "metric"], "incorrect", 0.0, "kl-is-metric"),
        (["nonneg", "zero", "symmetric"], "partly-correct", 0.5, None),
        ([], "invalid", 0.0, None),
    ],
)
def test_select_counts_right_ticks_less_wrong_ones(
    ticks: list[str], outcome: str, credit: float, mistake: str | None
) -> None:
    verdict = told("facts", ticks)
    assert (verdict.outcome, verdict.credit, verdict.mistake) == (outcome, credit, mistake)


def test_select_reads_letters() -> None:
    letters = [letter("facts", "nonneg"), letter("facts", "zero")]
    assert told("facts", ", ".join(letters)).outcome == "correct"
    assert told("facts", "".join(letters).lower()).outcome == "correct"


def parts(**responses: str) -> Verdict:
    return grade(variant("chain", x="[1, 2]", w="[3, 4]"), dict(responses))


def test_parts_are_right_together() -> None:
    verdict = parts(s="11", square="121", half="60.5")
    assert (verdict.outcome, verdict.credit, verdict.carried) == ("correct", 1.0, False)


def test_a_wrong_part_is_carried_forward() -> None:
    verdict = parts(s="10", square="100", half="60.5")
    assert verdict.parts is not None
    assert [part.outcome for part in verdict.parts.values()] == ["incorrect", "correct", "correct"]
    assert verdict.parts["square"].carried
    assert verdict.parts["square"].evidence.to_json() == {"kind": "carried", "from": ["s"]}
    assert (verdict.outcome, verdict.credit) == ("partly-correct", 0.8)


def test_follow_through_gives_the_share_that_the_question_says() -> None:
    verdict = parts(s="11", square="100", half="50")
    assert verdict.parts is not None
    assert (verdict.parts["half"].outcome, verdict.parts["half"].credit) == ("partly-correct", 0.5)


def test_a_mistake_on_ones_own_earlier_value_is_named() -> None:
    verdict = parts(s="10", square="20", half="10")
    assert verdict.parts is not None
    assert verdict.parts["square"].mistake == "doubled"
    assert verdict.parts["half"].carried


def test_a_carried_zero_would_make_the_rest_trivial() -> None:
    verdict = parts(s="0", square="0", half="0")
    assert verdict.parts is not None
    assert not verdict.parts["square"].carried


@pytest.mark.parametrize("response", ["[1, 2]", "[0, 0]", "((", "", "7"])
def test_a_part_alone_is_judged_as_if_the_others_were_blank(response: str) -> None:
    asked = variant("chain")
    for part in asked.parts:
        whole = grade(asked, {part.id: response})
        assert whole.parts is not None
        assert grade_part(asked, part.id, response) == whole.parts[part.id]


@pytest.mark.parametrize("response", ["0.1", "-0.3567", "5", "0.5146", "log(2)", "((", ""])
def test_without_reasons_outcome_and_credit_are_the_same(response: str) -> None:
    for name in ("nll", "exact", "gelu"):
        asked = variant(name)
        full = grade_part(asked, "", response)
        quick = grade_part(asked, "", response, reasons=False)
        assert (quick.outcome, quick.credit) == (full.outcome, full.credit)
        own = {mistake.id for mistake in asked.task().mistakes}
        assert quick.mistake == (full.mistake if full.mistake in own else None)


def test_the_part_of_a_question_without_parts_is_the_empty_text() -> None:
    asked = variant("nll")
    assert grade_part(asked, "", "0.1") == grade(asked, "0.1")
    with pytest.raises(KeyError):
        grade_part(asked, "dW", "0.1")
    with pytest.raises(TypeError):
        grade_part(asked, "", 3)  # type: ignore[arg-type]


def test_a_blank_part_is_invalid_for_that_part() -> None:
    verdict = parts(s="11", half="60.5")
    assert verdict.parts is not None
    assert [part.outcome for part in verdict.parts.values()] == ["correct", "invalid", "correct"]
    assert verdict.outcome == "invalid"
    assert verdict.evidence.to_json() == {"kind": "blank", "part": "square"}


TEXT = "Logarithms turn a product into a sum."


def test_free_text_awaits_a_person_with_what_its_cues_suggest() -> None:
    verdict = told("why", TEXT)
    assert verdict.outcome == "undecided"
    assert verdict.evidence.to_json() == {
        "kind": "rubric",
        "suggested": ["product"],
        "points": 2.0,
        "of": 3.0,
    }


@pytest.mark.parametrize(
    ("ticks", "outcome", "credit"),
    [
        (["product", "stable"], "correct", 1.0),
        (["product"], "partly-correct", 2 / 3),
        (["product", "kl-is-metric"], "partly-correct", 1 / 3),
        ([], "incorrect", 0.0),
    ],
)
def test_ticks_give_free_text_its_credit(ticks: list[str], outcome: str, credit: float) -> None:
    verdict = grade(variant("why"), TEXT, ticks=ticks)
    assert verdict.outcome == outcome
    assert verdict.credit == pytest.approx(credit)


def test_what_was_missing_is_said() -> None:
    assert grade(variant("why"), TEXT, ticks=["product"]).message == "- Think of tiny numbers."


@pytest.mark.parametrize("response", [None, 3, 0.5, b"0.5", [1, 2], object()])
def test_what_is_no_text_is_a_fault_of_the_caller(response: object) -> None:
    with pytest.raises(TypeError):
        grade(variant("nll"), response)  # type: ignore[arg-type]


def test_parts_take_a_mapping() -> None:
    with pytest.raises(TypeError, match="chain has parts"):
        grade(variant("chain"), "11")
    with pytest.raises(TypeError, match="chain has no part 'nope'"):
        grade(variant("chain"), {"nope": "1"})


HOSTILE = [
    "(" * 100_000,
    "x" * 1_000_000,
    "-" * 3_999 + "1",
    "9^9^9^9^9",
    "exp(exp(exp(100)))",
    "1e999999999",
    "\x00",
    "\x1b[31m1",
    "[red]1[/]",
    "\u202e1",
    "х",
    "１",
    "__import__('os').system('true')",
    "lambda: 1",
    "=cmd|' /C calc'!A0",
    "inv([[1,2],[2,4]])",
    "1;2",
    "\ud800",
]


@pytest.mark.parametrize("response", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("question", ["nll", "gelu", "jacobian", "pick", "facts", "why"])
def test_hostile_text_is_judged_and_never_repeated_raw(question: str, response: str) -> None:
    verdict = told(question, response)
    assert verdict.outcome in {"incorrect", "invalid", "undecided"}
    assert verdict.evidence.kind != "fault"
    said = json.dumps(verdict.to_json(), ensure_ascii=False)
    assert len(said) < 5_000
    assert "\x1b" not in verdict.message
    assert "\x00" not in verdict.message


@settings(max_examples=150, deadline=None)
@drawn(st.text(max_size=60))
def test_grading_never_raises_and_credit_is_a_share(response: str) -> None:
    for question in ("nll", "gelu", "logit-gradient", "facts"):
        verdict = told(question, response)
        assert 0 <= verdict.credit <= 1
        assert verdict.evidence.kind != "fault"


def test_verdicts_are_the_same_in_any_thread() -> None:
    responses = ["0.3567", "0.357", "0.5146", "((", "-log(0.7)"]
    expected = [told("nll", response, p="0.7").to_json() for response in responses]
    found: list[object] = []

    def work() -> None:
        found.append([told("nll", response, p="0.7").to_json() for response in responses])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


def test_a_fault_of_ours_costs_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("quizkit.grading.grader.judge_value", broken)
    verdict = told("nll", "-log(0.7)")
    assert (verdict.outcome, verdict.evidence.kind) == ("undecided", "fault")


def test_the_json_form_has_its_stable_keys() -> None:
    verdict = told("nll", "0.3567", p="0.7").to_json()
    assert list(verdict) == [
        "schema", "question", "seed", "setting", "outcome", "credit", "points", "mistake", "message",
        "caret", "read_as", "carried", "evidence", "parts",
    ]  # fmt: skip
    json.dumps(verdict)
