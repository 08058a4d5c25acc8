"""Advice: each rule speaks at its place, and is silent where a colleague would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.bank import compile_bank
from quizkit.workshop.check import Checked, check_bank
from tests.workshop.proving import advice, advised, written

GOOD = """
q:
  type: number
  title: T
  minutes: 2
  given: {p: 0.05 .. 0.9 by 0.05}
  prompt: The probability is {{ p }}.
  answer: -log(p)
  tol: 1%
  mistakes: {sign-flipped: log(p)}
  hints: [Think.]
  solution: It is {{ answer | 4sf }}.
  verify: {ref: surprisal(p)}
"""


def without(line: str, bank: str = GOOD) -> str:
    (gone,) = [one for one in bank.splitlines() if one.strip().startswith(line)]
    return bank.replace(f"{gone}\n", "")


def test_a_good_question_needs_no_advice(tmp_path: Path) -> None:
    assert advice(tmp_path, GOOD) == []


def test_advice_is_given_where_it_is_asked_for(tmp_path: Path) -> None:
    compiled = compile_bank(written(tmp_path, without("solution:")))
    (silent,) = check_bank(compiled)
    assert silent.problems == ()
    (checked,) = check_bank(compiled, advise=True)
    assert [(one.code, one.severity) for one in checked.problems] == [("QK604", "advice")]
    assert checked.is_clean


def test_what_is_wrong_is_mended_before_advice_is_given(tmp_path: Path) -> None:
    wrong = without("solution:").replace("answer: -log(p)", "answer: -log2(p)")
    (checked,) = check_bank(compile_bank(written(tmp_path, wrong)), advise=True)
    assert {one.code for one in checked.problems} == {"QK501"}


# What is missing.


def test_a_key_without_mistakes_is_told_at_the_key(tmp_path: Path) -> None:
    message = "no mistakes are listed: whoever is wrong hears no more than that"
    assert advised(tmp_path, without("mistakes:"), "QK602") == [(message, "-log(p)")]


CHOICE = """
q:
  type: choice
  title: T
  minutes: 1
  prompt: P
  hints: [Think.]
  solution: S
  choices:
    yes-it-is: {text: "Yes", correct: true}
    no-it-is-not: {text: "No"SAY}
"""


def test_options_of_which_nothing_is_said_are_told(tmp_path: Path) -> None:
    message = "no option has a 'say' or 'mistake': whoever is wrong hears no more than that"
    assert advised(tmp_path, CHOICE.replace("SAY", ""), "QK602") == [(message, "choices:")]
    assert advice(tmp_path, CHOICE.replace("SAY", ", say: It is not.")) == []


PARTS = """
q:
  type: parts
  title: T
  minutes: 2
  given: {a: 2 .. 9, b: 3 .. 8}
  prompt: $a = {{ a }}$, $b = {{ b }}$
  hints: [Think.]
  solution: S
  parts:
    double:
      type: number
      ask: Twice $a$?
      answer: 2*a + b
      tol: exact
      mistakes: {half: {is: a/2, say: Half.}}
    square:
      type: number
      ask: Its square?
      answer: double^2
      tol: exact
      verify: WITNESS
"""


def test_one_part_with_mistakes_is_enough(tmp_path: Path) -> None:
    bank = PARTS.replace("WITNESS", "{expect: answer == (a + a + b)^2}")
    assert advised(tmp_path, bank, "QK602") == []
    plain = without("mistakes:", bank)
    assert [place for _, place in advised(tmp_path, plain, "QK602")] == ["q:"]


def test_a_key_without_a_witness_is_told_at_the_key(tmp_path: Path) -> None:
    message = "no witness checks this key: add verify with ref, grad or expect"
    assert advised(tmp_path, without("verify:"), "QK603") == [(message, "-log(p)")]


def test_the_witness_of_a_later_part_vouches_for_the_keys_that_it_is_computed_from(tmp_path: Path) -> None:
    assert advised(tmp_path, PARTS.replace("WITNESS", "{expect: answer == (2*a + b)^2}"), "QK603") == []


def test_a_witness_that_starts_from_an_earlier_key_does_not_vouch_for_it(tmp_path: Path) -> None:
    bank = PARTS.replace("WITNESS", "{ref: double*double}")
    assert [place for _, place in advised(tmp_path, bank, "QK603")] == ["2*a + b"]


def test_a_property_vouches_for_every_part_that_it_names(tmp_path: Path) -> None:
    bank = PARTS.replace("WITNESS", "{expect: answer == double*double}")
    assert advised(tmp_path, bank, "QK603") == []


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("solution:", "QK604", "there is no solution"),
        ("minutes:", "QK608", "the minutes are missing: sessions are planned by them"),
        ("hints:", "QK609", "there are no hints"),
    ],
)
def test_what_a_question_lacks_altogether_is_told_at_its_id(
    line: str, code: str, message: str, tmp_path: Path
) -> None:
    assert advised(tmp_path, without(line), code) == [(message, "q:")]
    assert [one.code for one in advice(tmp_path, without(line))] == [code]


def test_hints_and_solutions_of_a_part_are_enough(tmp_path: Path) -> None:
    bank = without("hints:", without("solution:", PARTS)).replace("WITNESS", "{expect: answer == double^2}")
    assert {one.code for one in advice(tmp_path, bank)} == {"QK604", "QK609"}
    assert advice(tmp_path, bank + "      hints: [Think.]\n      solution: S\n") == []


# Mistakes close to the key.

NEAR = GOOD.replace("0.05 .. 0.9 by 0.05", "0.05 .. LAST by 0.05").replace(
    "{sign-flipped: log(p)}", "{error-not-log: {is: 1 - p, say: Not it.}}"
)


def test_a_mistake_close_to_the_key_is_told_with_its_numbers(tmp_path: Path) -> None:
    message = (
        "'error-not-log' is 2.5% from the key at p = 0.95 (tol 1%), within 5 tolerances on 1 of 19 variants"
    )
    assert advised(tmp_path, NEAR.replace("LAST", "0.95"), "QK601") == [
        (message, "error-not-log: {is: 1 - p, say: Not it.}}")
    ]


def test_a_mistake_more_than_five_tolerances_away_is_not_close(tmp_path: Path) -> None:
    assert advised(tmp_path, NEAR.replace("LAST", "0.9"), "QK601") == []


def test_of_an_absolute_tolerance_the_distance_is_told(tmp_path: Path) -> None:
    bank = GOOD.replace("tol: 1%", "tol: 0.01").replace(
        "log(p)}", "log(p), off: {is: 0.04 - log(p), say: S}}"
    )
    ((message, _),) = advised(tmp_path, bank, "QK601")
    assert message.startswith("'off' is 0.04 from the key at p = ")
    assert message.endswith(" (tol 0.01), within 5 tolerances on 18 of 18 variants")


def test_of_vectors_the_entry_that_is_farthest_apart_counts(tmp_path: Path) -> None:
    bank = GOOD.replace("type: number", "type: vector").replace("-log(p)", "[p, 1, 2]")
    bank = bank.replace("surprisal(p)", "[p, 1, 1 + 1]")
    far = "{off: {is: '[p, 1, 3]', say: S}}"
    near = "{off: {is: '[p, 1, 2.06]', say: S}}"
    assert advised(tmp_path, bank.replace("{sign-flipped: log(p)}", far), "QK601") == []
    ((message, _),) = advised(tmp_path, bank.replace("{sign-flipped: log(p)}", near), "QK601")
    assert message.startswith("'off' is 3% from the key ")


# Keys that can be guessed.

COUNT = """
q:
  type: number
  title: T
  minutes: 2
  given: {n: 1 .. 12}
  prompt: $n = {{ n }}$
  answer: ANSWER
  tol: exact
  mistakes: {doubled: {is: 2*n + 30, say: S}}
  hints: [Think.]
  solution: S
  verify: {expect: answer >= 0}
"""


def test_one_key_that_is_right_in_many_variants_is_told(tmp_path: Path) -> None:
    bank = COUNT.replace("ANSWER", "cases(n > 4 -> n, n <= 4 -> 40)")
    message = "one key is right in 4 of 12 variants, so it can be guessed"
    assert advised(tmp_path, bank, "QK605") == [(message, "cases(n > 4 -> n, n <= 4 -> 40)")]


def test_a_key_that_is_right_in_a_quarter_of_the_variants_is_not_told(tmp_path: Path) -> None:
    assert advised(tmp_path, COUNT.replace("ANSWER", "cases(n > 3 -> n, n <= 3 -> 40)"), "QK605") == []


def test_a_wide_tolerance_makes_keys_alike(tmp_path: Path) -> None:
    bank = COUNT.replace("tol: exact", "tol: TOL").replace("ANSWER", "100 + n")
    assert advised(tmp_path, bank.replace("TOL", "1"), "QK605") == []
    assert advised(tmp_path, bank.replace("TOL", "2"), "QK605") != []


def test_of_three_variants_or_of_nothing_drawn_nothing_can_be_learnt(tmp_path: Path) -> None:
    assert advised(tmp_path, COUNT.replace("ANSWER", "7").replace("12}", "3}"), "QK605") == []
    alone = COUNT.replace("ANSWER", "7").replace("given: {n: 1 .. 12}", "let: {n: '5'}")
    assert advised(tmp_path, alone, "QK605") == []


def test_a_part_may_have_few_keys_or_one(tmp_path: Path) -> None:
    bank = PARTS.replace("WITNESS", "{expect: answer == double^2}")
    assert advised(tmp_path, bank.replace("2*a + b", "max(a, 5) + 0*b"), "QK605") == []
    assert advised(tmp_path, bank.replace("2*a + b", "0*a + 0*b + 7"), "QK605") == []
    ((message, place), _) = advised(tmp_path, bank.replace("2*a + b", "max(a, 8) + 0*b"), "QK605")
    assert message == "one key of the part 'double' is right in 42 of 48 variants, so it can be guessed"
    assert place == "max(a, 8) + 0*b"


TILTED = """
q:
  type: choice
  title: T
  minutes: 1
  variants: 100
  given: {n: 1 .. 20}
  prompt: $n = {{ n }}$
  hints: [Think.]
  solution: S
  choices:
    small: {text: "small", correct: n <= LIMIT, say: S}
    large: {text: "large", correct: n > LIMIT, say: S}
"""


@pytest.mark.parametrize(("limit", "count"), [(2, 36), (19, 38)])
def test_an_option_that_is_nearly_always_right_is_told(limit: int, count: int, tmp_path: Path) -> None:
    message = f"one key is right in {count} of 40 variants, so it can be guessed"
    assert advised(tmp_path, TILTED.replace("LIMIT", str(limit)), "QK605") == [(message, "choices:")]


@pytest.mark.parametrize("limit", [6, 10, 14])
def test_options_that_are_right_now_and_then_are_fine(limit: int, tmp_path: Path) -> None:
    assert advised(tmp_path, TILTED.replace("LIMIT", str(limit)), "QK605") == []


def test_an_option_that_is_always_right_is_meant_to_be(tmp_path: Path) -> None:
    assert advised(tmp_path, TILTED.replace("LIMIT", "30"), "QK605") == []


# Numbers that tell the key.


def test_a_number_that_is_the_key_on_every_variant_is_told_where_it_is_shown(tmp_path: Path) -> None:
    bank = COUNT.replace("ANSWER", "n + 0")
    assert advised(tmp_path, bank, "QK606") == [("the key is what {{ n }} shows, on every variant", "n }}$")]


def test_a_number_that_is_the_key_on_most_variants_only_is_not_told(tmp_path: Path) -> None:
    assert advised(tmp_path, COUNT.replace("ANSWER", "max(n, 2)"), "QK606") == []


def test_a_part_that_is_shown_beside_one_that_is_not_is_fine(tmp_path: Path) -> None:
    bank = PARTS.replace("WITNESS", "{expect: answer == double^2}").replace("2*a + b", "a + 0*b")
    assert advised(tmp_path, bank, "QK606") == []


# Options.

LENGTHS = """
q:
  type: choice
  title: T
  minutes: 1
  prompt: P
  hints: [Think.]
  solution: S
  choices:
    rises: {text: "RIGHT", correct: true}
    falls: {text: "It falls at first.", say: S}
    stays: {text: "It stays as it is.", say: S}
"""


def test_a_right_option_that_is_clearly_the_longest_is_told_with_its_length(tmp_path: Path) -> None:
    long = LENGTHS.replace("RIGHT", "It rises, since **every** term of the sum is positive.")
    ((message, place),) = advised(tmp_path, long, "QK607")
    assert message.startswith("the right option is clearly the longest in ")
    assert message.endswith(" variants: 50 characters, the next 18")
    assert place == "choices:"


@pytest.mark.parametrize("right", ["It rises at first, and then falls.", "It rises at first.", "Yes."])
def test_a_right_option_as_long_as_others_is_fine(right: str, tmp_path: Path) -> None:
    bank = LENGTHS.replace("RIGHT", right).replace("It stays as it is.", "It stays as it is, or nearly.")
    assert advised(tmp_path, bank, "QK607") == []


# The prompt and the number of variants.


def prompt_of(lines: int) -> str:
    text = "\n\n".join(f"    Line {number}." for number in range(1, lines + 1))
    return GOOD.replace("prompt: The probability is {{ p }}.", f"prompt: |\n{text}")


def test_a_prompt_that_leaves_no_room_for_the_answer_is_told(tmp_path: Path) -> None:
    assert advised(tmp_path, prompt_of(8), "QK610") == []
    ((message, place),) = advised(tmp_path, prompt_of(9), "QK610")
    assert message == "the prompt takes 17 lines of 80 columns: a screen of 24 has 16 beside the answer"
    assert place == "|"


def test_more_variants_than_there_are_is_told_where_they_are_asked_for(tmp_path: Path) -> None:
    bank = COUNT.replace("ANSWER", "3*n").replace("1 .. 12", "1 .. 4") + "  variants: COUNT\n"
    assert advised(tmp_path, bank.replace("COUNT", "12"), "QK406") == [
        ("variants: 12 asks for more than the 4 there are", "12")
    ]
    assert advised(tmp_path, bank.replace("COUNT", "4"), "QK406") == []


def test_a_number_of_variants_that_nobody_wrote_is_not_told(tmp_path: Path) -> None:
    bank = COUNT.replace("ANSWER", "3*n").replace("1 .. 12", "1 .. 4")
    assert advised(tmp_path, bank, "QK406") == []
    path = written(tmp_path, bank)
    path.write_text(path.read_text("utf-8").replace("title: T\n", "title: T\ndefaults: {variants: 9}\n", 1))
    (checked,) = check_bank(compile_bank(path), advise=True)
    assert checked.problems == ()


# What the report needs.


def test_each_finished_question_is_handed_on_as_it_was_proved(tmp_path: Path) -> None:
    bank = GOOD + GOOD.replace("q:", "r:", 1) + GOOD.replace("q:", "s:", 1)
    compiled = compile_bank(written(tmp_path, bank))
    for workers in (1, 2):
        heard: list[Checked] = []
        every = check_bank(compiled, workers=workers, found=heard.append)
        assert sorted(heard, key=lambda one: one.question) == every
        assert len(every) == 3


def test_it_is_said_how_many_draws_there_are(tmp_path: Path) -> None:
    few, many, none = check_bank(
        compile_bank(
            written(
                tmp_path,
                GOOD
                + GOOD.replace("q:", "r:", 1).replace("0.05 .. 0.9 by 0.05", "0.001 .. 0.9 by 0.001")
                + CHOICE.replace("q:", "s:", 1).replace("SAY", ""),
            )
        )
    )
    assert (few.variants, few.space, few.every) == (18, 18, True)
    assert (many.variants, many.space, many.every) == (12, 900, False)
    assert none.space == 1
