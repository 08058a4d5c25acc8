"""What ``check`` tells of mistakes, tests, texts and draws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizkit.bank import Bank, compile_bank
from quizkit.errors import NoVariant
from quizkit.variants import make_variant
from quizkit.workshop.check import check_bank, check_question
from quizkit.workshop.faults import Spot
from tests.conftest import QUESTIONS
from tests.workshop.proving import proved, told

NOWHERE = Spot(1, 1, "")

SIGN = "Right size, wrong sign: check which quantity is subtracted from which."
NLL = """
q:
  type: number
  title: T
  given: {p: 0.1 .. 0.9 by 0.1}
  prompt: "{{ p }}"
  answer: -log(p)
  tol: 0.1%
"""


def test_a_clean_question_says_what_was_proved(tmp_path: Path) -> None:
    witnesses = "verify: [{ref: surprisal(p)}, {expect: answer > 0}]"
    (checked,) = proved(tmp_path, f"{NLL}  mistakes:\n    sign-flipped: log(p)\n  {witnesses}")
    assert checked.is_clean
    assert checked.problems == ()
    assert (checked.variants, checked.every) == (9, True)
    assert (checked.witnesses, checked.mistakes) == (("ref", "expect"), 1)


def test_a_key_that_nobody_can_type_closely_enough_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, NLL.replace("tol: 0.1%", "tol: exact")) == [
        (
            "QK516",
            "answer: -log(p)",
            "the key, typed, does not earn full marks, on 9 of 9 variants",
        )
    ]


def test_a_key_is_typed_with_the_unit_that_must_be_given(tmp_path: Path) -> None:
    units = "units: {nats: 1, bits: log(2)}\n  unit_required: true\n  mistakes: {sign-flipped: log(p)}"
    assert told(tmp_path, f"{NLL}  {units}") == []


def test_a_mistake_that_is_the_key_in_every_draw_asks_whether_they_are_swapped(tmp_path: Path) -> None:
    found = told(
        tmp_path, f"{NLL}  mistakes:\n    sign-flipped: log(1/p)\n    half: {{is: -log(p)/2, say: Half.}}"
    )
    assert found == [
        (
            "QK515",
            "sign-flipped: log(1/p)",
            "the mistake 'sign-flipped' equals the key in every draw; are the two swapped?",
        )
    ]


def test_a_mistake_of_a_part_that_is_its_key_is_told_at_its_line(tmp_path: Path) -> None:
    bank = """
    q:
      type: parts
      title: T
      given: {a: 2 .. 9}
      prompt: "{{ a }}"
      parts:
        double: {type: number, ask: Double?, answer: 2*a, tol: exact}
        square:
          type: number
          ask: Square?
          answer: a^2
          tol: exact
          mistakes:
            same: {is: a*a, say: The same.}
    """
    assert told(tmp_path, bank) == [
        (
            "QK515",
            "same: {is: a*a, say: The same.}",
            "the mistake 'same' equals the key in every draw; are the two swapped?",
        )
    ]


def test_a_symbolic_mistake_that_equals_the_key_is_told(tmp_path: Path) -> None:
    bank = """
    q:
      type: expression
      title: T
      symbols: {x: -3 .. 3}
      prompt: P
      answer: (x + 1)^2
      mistakes:
        squared-out: {is: x^2 + 2*x + 1, say: Same.}
    """
    ((code, line, message),) = told(tmp_path, bank)
    assert (code, line) == ("QK515", "squared-out: {is: x^2 + 2*x + 1, say: Same.}")
    assert message == "the mistake 'squared-out' is right, on 1 of 1 variants"


def test_a_mistake_that_another_before_it_always_hides_is_told(tmp_path: Path) -> None:
    mistakes = "\n    bits: {is: -log2(p), say: Bits.}\n    divided: {is: -log(p)/log(2), say: Divided.}"
    assert told(tmp_path, f"{NLL}  mistakes:{mistakes}") == [
        (
            "QK517",
            "divided: {is: -log(p)/log(2), say: Divided.}",
            "the mistake 'divided' is always taken for 'bits', which stands before it",
        )
    ]


def test_mistakes_that_coincide_on_some_draws_only_are_fine(tmp_path: Path) -> None:
    mistakes = "\n    half: {is: -log(p)/2, say: Half.}\n    times: {is: -log(p)*p, say: Times.}"
    assert told(tmp_path, f"{NLL}  mistakes:{mistakes}") == []


def test_a_test_that_comes_out_otherwise_is_told(tmp_path: Path) -> None:
    tests = '\n    "-log({{ p }})": full\n    "log({{ p }})": full\n    "((": wrong'
    (checked,) = proved(tmp_path, f"{NLL}  tests:{tests}")
    assert not checked.is_clean
    assert [(one.code, one.source.strip(), one.message, one.shown) for one in checked.problems] == [
        (
            "QK513",
            '"log({{ p }})": full',
            "a test expects 'full', on 9 of 9 variants",
            f"p = 0.1: 'log(0.1)' is incorrect, sign-flipped: {SIGN}",
        ),
        (
            "QK513",
            '"((": wrong',
            "a test expects 'wrong', on 9 of 9 variants",
            "p = 0.1: '((' is invalid: expected a value after '(', found the end",
        ),
    ]


def test_tests_may_expect_a_mistake_a_credit_and_an_invalid_text(tmp_path: Path) -> None:
    mistakes = "\n    half: {is: -log(p)/2, say: Half., credit: 0.25}"
    tests = '\n    "-log({{ p }})/2": half\n    "-log({{ p }})*0.5": 0.25\n    "((": invalid\n    "7": wrong'
    assert told(tmp_path, f"{NLL}  mistakes:{mistakes}\n  tests:{tests}") == []


def test_a_key_that_never_has_a_value_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, NLL.replace("-log(p)", "log(p - 1)"))
    assert [(code, line) for code, line, _ in found] == [("QK518", "answer: log(p - 1)")]
    assert found[0][2].startswith("none of 600 draws is accepted: the key has no value (")


def test_a_symbolic_key_that_never_has_a_value_is_told(tmp_path: Path) -> None:
    bank = """
    q:
      type: expression
      title: T
      symbols: {x: 1 .. 3}
      prompt: P
      answer: log(-x)
    """
    ((code, line, message),) = told(tmp_path, bank)
    assert (code, line, message) == (
        "QK518",
        "answer: log(-x)",
        "the key has no value, on 1 of 1 variants",
    )


def test_conditions_that_no_draw_keeps_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, f"{NLL}  where: [p > 2]")
    assert found == [("QK404", "where: [p > 2]", "none of 600 draws is accepted: breaks p > 2 (600)")]


def test_conditions_that_few_draws_keep_are_warned_of(tmp_path: Path) -> None:
    bank = NLL.replace("0.1 .. 0.9 by 0.1", "0.001 .. 0.999 by 0.001") + "  where: [p < 0.05]"
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert checked.is_clean
    assert (problem.code, problem.severity) == ("QK405", "warning")
    assert problem.message.startswith("only ")
    assert problem.message.endswith("% of draws are accepted")


def test_a_text_that_cannot_be_filled_is_told_at_its_place(tmp_path: Path) -> None:
    bank = f"{NLL}  hints:\n    - Fine.\n    - ln of {{{{ log(p - 0.5) | 4sf }}}}.\n  solution: Fine."
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert problem.code == "QK407"
    assert problem.source.strip() == "- ln of {{ log(p - 0.5) | 4sf }}."
    assert problem.message.startswith("a placeholder cannot be filled: ")
    assert problem.source[problem.column - 1 :].startswith(("{{", "log"))


def test_what_is_said_of_a_mistake_is_filled_too(tmp_path: Path) -> None:
    bank = f'{NLL}  mistakes:\n    half:\n      is: -log(p)/2\n      say: "Half of {{{{ log(p - 0.5) }}}}."'
    ((code, line, message),) = told(tmp_path, bank)
    assert (code, line) == ("QK407", 'say: "Half of {{ log(p - 0.5) }}."')
    assert message == "what is said of a mistake cannot be filled, on 5 of 9 variants"


def test_a_rubric_point_worth_nothing_is_told(bank: Bank) -> None:
    question = next(question for question in bank.values() if question.kind == "text")
    (body,) = question.bodies.values()
    (task,) = body.tasks
    worthless = replace(task.rubric[0], points=0.0)
    spoilt = replace(
        question, bodies={"": replace(body, tasks=(replace(task, rubric=(worthless, *task.rubric[1:])),))}
    )
    checked = check_question(spoilt, lambda *where: NOWHERE)
    assert [(one.code, one.message) for one in checked.problems] == [
        ("QK509", f"the rubric point {worthless.id!r} is worth nothing")
    ]


def test_more_seeds_find_more_variants(tmp_path: Path) -> None:
    bank = NLL.replace("0.1 .. 0.9 by 0.1", "0.001 .. 0.999 by 0.001")
    (dealt,) = proved(tmp_path, bank)
    (more,) = proved(tmp_path, bank, seeds=60)
    assert dealt.variants == 12
    assert dealt.variants < more.variants <= 60


def test_a_seed_without_a_variant_is_told_also_where_all_variants_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizkit.variants.making.TRIES", 2)
    rare = NLL.replace("prompt:", "where: p <= 0.5\n  prompt:")
    (checked,) = proved(tmp_path, rare, seeds=30)
    assert (checked.variants, checked.every) == (5, True)
    barren = [seed for seed in range(30) if _is_barren(tmp_path, seed)]
    assert barren
    assert [one.message for one in checked.problems] == [
        f"the seed {seed} makes no variant" for seed in barren
    ]


def _is_barren(folder: Path, seed: int) -> bool:
    (question,) = compile_bank(folder).bank.values()
    try:
        make_variant(question, seed)
    except NoVariant:
        return True
    return False


def test_a_fault_that_settings_share_is_told_once(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {p: [0.25, 0.5]}
      prompt: P
      answer: -log(p)
      verify:
        - expect: answer < 0
      settings:
        a: {prompt: "{{ p }} a"}
        b: {prompt: "{{ p }} b"}
    """
    ((code, line, message),) = told(tmp_path, bank)
    assert (code, line) == ("QK501", "- expect: answer < 0")
    assert message == "the property fails: answer < 0, on 4 of 4 variants"


@pytest.mark.parametrize("name", ["q26-embedding-gradients.yaml", "q28-eigenvectors.yaml"])
def test_shipped_banks_are_clean(name: str) -> None:
    for checked in check_bank(compile_bank(QUESTIONS / name)):
        assert [str(problem) for problem in checked.problems] == []


def test_a_text_without_a_value_on_some_far_seed_is_told_with_that_seed(tmp_path: Path) -> None:
    bank = """
        q:
          type: number
          title: x
          variants: 1
          given: {n: 1 .. 500}
          prompt: $n = {{ n }}$
          answer: n
          solution: "{{ 1/(n - 400) }}"
          verify: {expect: answer == n}
    """
    (checked,) = proved(tmp_path, bank, seeds=2500)
    (problem,) = [one for one in checked.problems if one.code == "QK407"]
    assert "seed" in problem.shown
    assert not checked.is_clean


COINCIDING = """
    q:
      type: number
      title: x
      given: {n: "[2, 3, 4, 5]"}
      prompt: $n = {{ n }}$
      answer: n^3
      tol: exact
      mistakes:
        doubled: {is: 2*n, say: Not twice.}
        squared: {is: n^2, say: Not the square.}
      verify: {expect: answer == n*n*n}
      solution: It is {{ answer }}.
      tests: {"{{ n^2 }}": squared, "{{ 2*n }}": EXPECTED}
"""


def test_a_test_may_name_a_mistake_that_another_gives_too_on_some_draw(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, COINCIDING.replace("EXPECTED", "doubled"))
    assert checked.problems == ()


def test_a_test_that_is_never_met_as_itself_is_told(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, COINCIDING.replace("EXPECTED", "squared"))
    (problem,) = checked.problems
    assert problem.code == "QK513"
    assert problem.message == "a test expects 'squared', and a mistake before it is named on every variant"
