"""Keys that do not follow from the numbers as they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workshop.proving import proved

LOSS = """
q:
  type: number
  title: T
  given: {p: [0.1, 0.2, 0.3]}
  let: {loss: -log(p)}
  prompt: The loss is {{ loss | FORMAT }} nats.
  answer: exp(loss)
  tol: TOL
"""
SAID = "the key changes when it is computed from 'loss' as it is shown"


def leaks(folder: Path, bank: str) -> list[tuple[str, str]]:
    """What is said of displays that lead to another key, and what stands at their places."""
    (checked,) = proved(folder, bank)
    found = [one for one in checked.problems if one.code == "QK514"]
    assert {one.severity for one in found} <= {"error"}
    return [(one.message, one.source[one.column - 1 :]) for one in found]


def loss(form: str, tol: str) -> str:
    return LOSS.replace("FORMAT", form).replace("TOL", tol)


def test_a_loss_shown_with_two_figures_is_too_coarse_for_a_fine_tolerance(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, loss("2sf", "0.05%"))
    (problem,) = checked.problems
    assert not checked.is_clean
    assert (problem.code, problem.message) == ("QK514", f"{SAID}, on 3 of 3 variants")
    assert problem.source[problem.column - 1 :] == "loss | 2sf }} nats."
    assert problem.shown == ("p = 0.1: loss is shown as 2.3, key 9.97418 from it, 10 exactly (tol 0.05%)")


@pytest.mark.parametrize(
    ("form", "tol"), [("5sf", "0.05%"), ("2sf", "5%"), ("4dp", "0.1%"), ("6sf", "0.05%")]
)
def test_a_loss_shown_finely_enough_is_fine(form: str, tol: str, tmp_path: Path) -> None:
    assert leaks(tmp_path, loss(form, tol)) == []


@pytest.mark.parametrize("form", ["1dp", "2sf", "1dp tex", "3sf pct"])
def test_every_rounding_format_counts(form: str, tmp_path: Path) -> None:
    assert [place for _, place in leaks(tmp_path, loss(form, "0.01%"))] == [f"loss | {form} }}}} nats."]


def test_a_display_without_a_format_has_six_figures(tmp_path: Path) -> None:
    plain = LOSS.replace(" | FORMAT", "")
    assert leaks(tmp_path, plain.replace("TOL", "0.05%")) == []
    assert len(leaks(tmp_path, plain.replace("TOL", "0.00000001%"))) == 1


def test_a_formula_that_is_one_of_the_derived_values_counts_as_it(tmp_path: Path) -> None:
    bank = loss("2sf", "0.05%").replace("{{ loss |", "{{ -log(p) |")
    assert leaks(tmp_path, bank) == [(f"{SAID}, on 3 of 3 variants", "-log(p) | 2sf }} nats.")]


def test_what_follows_from_a_shown_value_follows(tmp_path: Path) -> None:
    bank = loss("2sf", "0.05%").replace("-log(p)}", "-log(p), twice: 2*loss}")
    assert len(leaks(tmp_path, bank.replace("exp(loss)", "exp(twice)"))) == 1


def test_a_value_that_the_key_does_not_read_cannot_spoil_it(tmp_path: Path) -> None:
    assert leaks(tmp_path, loss("1sf", "0.05%").replace("exp(loss)", "1/p")) == []


def test_names_shown_exactly_stay_exact(tmp_path: Path) -> None:
    bank = loss("1sf", "0.05%").replace("exp(loss)", "1/p").replace("nats.", "nats, and $p = {{ p }}$.")
    assert leaks(tmp_path, bank) == []


def test_of_a_value_shown_twice_the_more_precise_counts(tmp_path: Path) -> None:
    bank = loss("2sf", "0.05%").replace("nats.", "nats, to be precise {{ loss | 8sf }}.")
    assert leaks(tmp_path, bank) == []


def test_a_drawn_value_that_is_rounded_is_found(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {a: [1.25, 2.5, 3.75]}
      prompt: "{{ a | 1dp }}"
      answer: 4*a
      tol: exact
    """
    ((message, place),) = leaks(tmp_path, bank)
    assert message == ("the key changes when it is computed from 'a' as it is shown, on 2 of 3 variants")
    assert place == 'a | 1dp }}"'


def test_an_entry_that_is_shown_rounded_is_found(tmp_path: Path) -> None:
    bank = """
    q:
      type: vector
      title: T
      given: {z: "vector(2) of 0.25 .. 0.75 by 0.25"}
      where: z[0] != 0.5
      prompt: "{{ z[0] | 1dp }} and {{ z[1] }}"
      answer: 2*z
      tol: 0.01
    """
    ((message, place),) = leaks(tmp_path, bank)
    assert message == ("the key changes when it is computed from 'z[0]' as it is shown, on 6 of 6 variants")
    assert place == 'z[0] | 1dp }} and {{ z[1] }}"'


def test_an_entry_that_is_shown_twice_counts_as_its_finer_display(tmp_path: Path) -> None:
    bank = """
    q:
      type: vector
      title: T
      given: {z: "vector(2) of 0.25 .. 0.75 by 0.25"}
      prompt: "{{ z[0] | 2dp }}, about {{ z[0] | 0dp }}, and {{ z[1] | FORMAT }}"
      answer: 2*z
      tol: 0.01
    """
    assert leaks(tmp_path, bank.replace("FORMAT", "2dp")) == []
    assert len(leaks(tmp_path, bank.replace("FORMAT", "0dp"))) == 1


def test_columns_of_tables_are_displays_too(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {z: "vector(2) of 0.25 .. 0.75 by 0.25"}
      prompt: |
        Add up:

        {{ table(score: z | 0dp) }}
      answer: sum(z)
      tol: 0.1
    """
    ((message, place),) = leaks(tmp_path, bank)
    assert message.startswith("the key changes when it is computed from 'z' as it is shown, on ")
    assert place == "z | 0dp) }}"


def test_a_shown_value_from_which_no_key_follows_is_told(tmp_path: Path) -> None:
    bank = loss("1sf", "1%").replace("{loss: -log(p)}", "{loss: p/1000}").replace("1sf", "1dp")
    (checked,) = proved(tmp_path, bank.replace("exp(loss)", "-log(loss)"))
    (problem,) = checked.problems
    assert problem.shown == "p = 0.1: loss is shown as 0, no key from it, 9.21034 exactly (tol 1%)"


def test_another_answer_that_is_accepted_is_no_leak(tmp_path: Path) -> None:
    bank = loss("2sf", "0.05%") + "  accept_if: abs(response - exp(loss)) < 1\n"
    assert leaks(tmp_path, bank) == []


def test_the_question_of_a_part_is_read_for_that_part(tmp_path: Path) -> None:
    bank = """
    q:
      type: parts
      title: T
      given: {p: [0.1, 0.2, 0.3]}
      let: {loss: -log(p)}
      prompt: Two questions.
      parts:
        chance: {type: number, ask: "Loss {{ loss | 1dp }}: the chance?", answer: exp(-loss), tol: 0.1%}
        double: {type: number, ask: "Twice {{ p }}?", answer: 2*p, tol: exact}
    """
    ((message, place),) = leaks(tmp_path, bank)
    assert message == (
        "the key of the part 'chance' changes when it is computed from 'loss' as it is shown, "
        "on 3 of 3 variants"
    )
    assert place.startswith("loss | 1dp }}")
