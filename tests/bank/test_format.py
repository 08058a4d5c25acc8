"""What an author writes comes out as the question that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.bank import load_texts
from quizkit.bank.question import Body, Option, Question, RubricPoint, Task, Witness

SHARED = (
    "bits-for-nats", "diagonal-only", "forgot-inner-derivative", "forgot-normaliser", "forgot-product-rule",
    "forgot-relu", "forgot-relu-mask", "forgot-target", "kl-is-metric", "sign-flipped", "skipped-softmax",
    "stopped-at-softmax", "transposed-gradient", "weighted-by-own-p",
)  # fmt: skip
"""The misconceptions that the questions of all types leave to ``misconceptions.yaml``."""

ALL_TYPES = {
    "all.yaml": Path(__file__).with_name("all_types.yaml").read_text(encoding="utf-8"),
    "misconceptions.yaml": "".join(f"{name}: {{say: About {name}.}}\n" for name in SHARED),
}


def question(text: str, header: str = "") -> Question:
    """The only question of a bank, whose keys these are."""
    bank = load_texts(
        {"a.yaml": f"quizkit: 1\n{header}questions:\n  q:\n    title: T\n    prompt: P\n{text}"}
    )
    assert [str(problem) for problem in bank.problems] == []
    return bank["q"]


def body(text: str, setting: str = "", header: str = "") -> Body:
    """One setting of that question."""
    return question(text, header).bodies[setting]


def task(text: str, setting: str = "", header: str = "") -> Task:
    """The first task of that setting."""
    return body(text, setting, header).tasks[0]


# All eight types.


def test_every_type_of_question_is_read() -> None:
    bank = load_texts(ALL_TYPES)
    assert [str(problem) for problem in bank.problems] == []
    assert [(name, found.kind) for name, found in bank.items()] == [
        ("nll-one-token", "number"),
        ("softmax-ce-symbolic", "expression"),
        ("gelu-chain", "expression"),
        ("leaky-relu-slope", "expression"),
        ("softmax-ce-vector", "vector"),
        ("softmax-jacobian", "matrix"),
        ("kl-facts", "select"),
        ("which-direction", "choice"),
        ("two-layer-backprop", "parts"),
        ("why-forward-kl", "text"),
    ]


def test_a_number_keeps_its_formulas_as_they_were_written() -> None:
    (found,) = load_texts(ALL_TYPES)["nll-one-token"].bodies.values()
    (only,) = found.tasks
    assert found.given == {"p": "0.05 .. 0.95 by 0.05"}
    assert (only.answer, only.tol, only.units) == ("-log(p)", "1%", {"nats": "1", "bits": "log(2)"})
    assert [(mistake.id, mistake.formula) for mistake in only.mistakes] == [
        ("bits-for-nats", "-log2(p)"),
        ("sign-flipped", "log(p)"),
        ("weighted-by-own-p", "-p*log(p)"),
        ("error-not-log", "1 - p"),
    ]
    assert only.verify == (Witness(kind="ref", formula="cross_entropy([1, 0], [p, 1 - p])"),)
    assert [(test.response, test.expects) for test in only.tests] == [
        ("ln(1/{{ p }})", "full"),
        ("{{ -log2(p) | 6sf }} bits", "full"),
        ("{{ -log2(p) | 6sf }}", "bits-for-nats"),
    ]


def test_parts_are_tasks_in_order_with_the_keys_of_their_own_type() -> None:
    found = load_texts(ALL_TYPES)["two-layer-backprop"]
    tasks = found.bodies[""].tasks
    assert [(each.id, each.kind, each.points) for each in tasks] == [
        ("h", "vector", 1.0),
        ("yhat", "number", 1.0),
        ("dW", "matrix", 2.0),
    ]
    assert tasks[1].ask == "Compute $\\hat y$."
    assert found.points == 4.0, "a question in parts is worth the sum of its parts"


def test_a_rubric_is_points_with_cues_split_into_alternatives() -> None:
    found = load_texts(ALL_TYPES)["why-forward-kl"]
    (only,) = found.bodies[""].tasks
    assert only.rubric[1] == RubricPoint(
        id="mode-seeking",
        points=2.0,
        award="Reverse KL seeks modes and may drop some.",
        look_for=(("mode-seeking", "zero-forcing", "mode collapse"),),
    )
    assert only.rubric[0].look_for == (
        ("mass-covering", "mode-covering", "zero-avoiding"),
        ("infinite", "unbounded", "blows up"),
    )
    assert only.red_flags == {"kl-is-metric": -1.0}
    assert found.points == 6.0, "a rubric is worth the sum of its points"


# Choices.


def test_listed_choices_are_numbered_unless_they_name_themselves() -> None:
    only = task(
        "    type: choice\n    choices:\n      - {text: A, correct: true, pin: last}\n"
        "      - {text: B, id: bee}\n      - {text: True, say: So.}\n    choose: {wrong: 1}\n"
    )
    assert only.options == (
        Option(id="1", text="A", correct="true", pin="last"),
        Option(id="bee", text="B"),
        Option(id="3", text="True", say="So."),
    )
    assert (only.choose_correct, only.choose_wrong) == (None, 1)


def test_whether_an_option_is_right_may_depend_on_the_draw() -> None:
    only = task(
        "    type: choice\n    given: {p: 1 .. 3}\n    choices:\n      low: {text: low, correct: p < 2}\n"
        "      high: {text: high, correct: not (p < 2)}\n"
    )
    assert [option.correct for option in only.options] == ["p < 2", "not (p < 2)"]


# Shorthand.


def test_a_list_where_a_formula_belongs_is_its_bracket() -> None:
    found = body(
        "    type: matrix\n    given: {B: 1 .. 3}\n    let: {row: [B, 2*B]}\n"
        '    answer:\n      - row\n      - [1, "exp(B)"]\n'
    )
    assert found.let == {"row": "[B, 2*B]"}
    assert found.tasks[0].answer == "[row, [1, exp(B)]]"


def test_a_call_in_a_flow_list_is_put_together_again() -> None:
    assert task("    type: vector\n    answer: [max(1, 2), min(3, 4)]\n").answer == "[max(1, 2), min(3, 4)]"


def test_a_single_item_may_stand_for_a_list() -> None:
    found = question(
        "    type: number\n    given: {p: 1 .. 3}\n    answer: p\n    where: p > 1\n    hints: Think.\n"
        "    accept: p + 0\n    tags: one\n    sources: Me\n    skip: 3\n    verify: {expect: answer == p}\n"
    )
    only = found.bodies[""]
    assert (only.where, only.hints, found.tags, found.sources) == (("p > 1",), ("Think.",), ("one",), ("Me",))
    assert found.skip == (3,)
    assert only.tasks[0].accept == ("p + 0",)
    assert only.tasks[0].verify == (Witness(kind="expect", formula="answer == p"),)


def test_numbers_stay_exact_and_words_stay_words() -> None:
    found = body(
        "    type: number\n    given:\n      a: [0.10, 1e-3, 3]\n      w: [yes, no, 'on']\n"
        "      q: ['3', \"0.5\", it's, 'a, b']\n      r: [['1', 2], [\"'2'\", 3]]\n"
        "      m: [[1, 2], [3, 4]]\n      l: choose(2) of [cat, dog]\n    answer: 0.30\n"
    )
    assert found.given == {
        "a": ("0.10", "1e-3", "3"),
        "w": ("yes", "no", "on"),
        "q": ("'3'", "'0.5'", "it's", "'a, b'"),
        "r": (("'1'", "2"), ("'''2'''", "3")),
        "m": (("1", "2"), ("3", "4")),
        "l": "choose(2) of [cat, dog]",
    }
    assert found.tasks[0].answer == "0.30"


def test_what_counts_as_right_is_carried_over() -> None:
    only = task(
        "    type: vector\n    answer: [1, 2]\n    up_to: direction\n    form: no decimals\n"
        "    equal: almost everywhere\n    credit: by entry\n    precision: 4sf\n    unit_required: true\n"
        "    units: {m: 1}\n    accept_if: norm(response) > 0\n"
    )
    assert (only.up_to, only.form, only.equal) == ("direction", "no decimals", "almost everywhere")
    assert (only.credit_by_entry, only.precision, only.unit_required) == (True, "4sf", True)
    assert only.accept_if == ("norm(response) > 0",)


def test_code_is_templated_where_a_question_or_a_setting_says_so() -> None:
    keys = "    type: number\n    answer: 1\n"
    assert not body(keys).code_templated
    assert body(keys + "    code: templated\n").code_templated
    found = question(keys + "    settings:\n      py: {code: templated}\n      words: {prompt: Say it.}\n")
    assert [each.code_templated for each in found.bodies.values()] == [True, False]


@pytest.mark.parametrize(("written", "credit"), [("true", 1.0), ("false", 0.0), ("0.8", 0.8)])
def test_follow_through_is_a_share_of_the_credit(written: str, credit: float) -> None:
    found = body(
        "    type: parts\n    parts:\n      a: {type: number, ask: A, answer: 1}\n"
        f"      b: {{type: number, ask: B, answer: a, carry_if: a > 0, follow_through: {written}}}\n"
    )
    assert [each.follow_through for each in found.tasks] == [1.0, credit]
    assert found.tasks[1].carry_if == "a > 0"


# Defaults and what a file shares.


def test_defaults_fill_what_a_question_does_not_say() -> None:
    header = "defaults: {variants: 5, tol: 0.5%, tags: [x], difficulty: 3, minutes: 4, author: Me}\n"
    found = question("    type: number\n    answer: 1\n    tags: own\n", header)
    assert (found.variants, found.tags, found.difficulty, found.minutes, found.author) == (
        5,
        ("own",),
        3,
        4.0,
        "Me",
    )
    assert found.bodies[""].tasks[0].tol == "0.5%"


def test_parts_take_their_tolerance_from_themselves_then_the_question_then_the_file() -> None:
    parts = (
        "    parts:\n      a: {type: number, ask: A, answer: 1}\n"
        "      b: {type: number, ask: B, answer: 1, tol: exact}\n"
        "      c: {type: expression, ask: C, answer: x}\n"
    )
    symbols = "    symbols: {x: real}\n"
    tolerances = [
        [each.tol for each in body(f"    type: parts\n{own}{symbols}{parts}", header=header).tasks[:2]]
        for own, header in (
            ("", ""),
            ("", "defaults: {tol: 3sf}\n"),
            ("    tol: 2%\n", "defaults: {tol: 3sf}\n"),
        )
    ]
    assert tolerances == [["1%", "exact"], ["3sf", "exact"], ["2%", "exact"]]


def test_a_question_takes_the_symbols_of_its_file_that_it_speaks_of() -> None:
    header = "symbols: {x: 0 .. 1, y: real, p: vector(3), n: integer 1 .. 3}\n"
    assert body("    type: expression\n    answer: x^2\n", header=header).symbols == {"x": "0 .. 1"}
    assert body("    type: expression\n    answer: p_n\n", header=header).symbols == {
        "p": "vector(3)",
        "n": "integer 1 .. 3",
    }
    assert body("    type: number\n    given: {x: 1 .. 3}\n    answer: x\n", header=header).symbols == {}
    own = body("    type: expression\n    symbols: {x: positive}\n    answer: x\n", header=header)
    assert own.symbols == {"x": "positive"}


def test_what_the_file_says_of_topic_and_locale_is_every_questions() -> None:
    found = question("    type: number\n    answer: 1\n", "topic: q31\nlocale: de\ntitle: X\n")
    assert (found.topic, found.locale) == ("q31", "de")


# Settings.

SETTINGS = """\
    type: number
    given: {p: 1 .. 3, q: 4 .. 6}
    let: {r: p + q}
    units: {nats: 1, bits: log(2)}
    mistakes:
      first: {is: p, say: One.}
      second: {is: q, say: Two.}
    hints: [Base.]
    settings:
      plain:
        answer: p*q
      other:
        prompt: Another.
        given: {q: 7 .. 9}
        let: {s: r + 1}
        answer: s
        units: {bits: 1}
        mistakes:
          second: 2*q
          third: {is: r, say: Three.}
        hints: [Other., More.]
"""


def test_a_setting_says_what_it_says_and_otherwise_what_its_question_says() -> None:
    plain, other = question(SETTINGS).bodies["plain"], question(SETTINGS).bodies["other"]
    assert (plain.prompt, other.prompt) == ("P", "Another.")
    assert (plain.hints, other.hints) == (("Base.",), ("Other.", "More."))
    assert (plain.tasks[0].answer, other.tasks[0].answer) == ("p*q", "s")


def test_the_mappings_of_a_setting_merge_key_by_key() -> None:
    plain, other = question(SETTINGS).bodies["plain"], question(SETTINGS).bodies["other"]
    assert plain.given == {"p": "1 .. 3", "q": "4 .. 6"}
    assert other.given == {"p": "1 .. 3", "q": "7 .. 9"}
    assert (plain.let, other.let) == ({"r": "p + q"}, {"r": "p + q", "s": "r + 1"})
    said = [(mistake.id, mistake.formula, mistake.say) for mistake in other.tasks[0].mistakes]
    assert said == [("first", "p", "One."), ("second", "2*q", "Two."), ("third", "r", "Three.")]


def test_the_units_of_a_setting_replace_those_of_the_question() -> None:
    bodies = question(SETTINGS).bodies
    assert bodies["plain"].tasks[0].units == {"nats": "1", "bits": "log(2)"}
    assert bodies["other"].tasks[0].units == {"bits": "1"}


def test_a_setting_may_change_one_key_of_one_part() -> None:
    found = question(
        "    type: parts\n    given: {p: 1 .. 3}\n    parts:\n"
        "      a: {type: number, ask: A, answer: p}\n      b: {type: number, ask: B, answer: a + 1}\n"
        "    settings:\n      up: {prompt: Up.}\n      down:\n        parts: {b: {answer: a - 1}}\n"
    )
    assert [each.answer for each in found.bodies["up"].tasks] == ["p", "a + 1"]
    assert [(each.ask, each.answer) for each in found.bodies["down"].tasks] == [("A", "p"), ("B", "a - 1")]


def test_a_formula_may_ask_for_the_setting() -> None:
    found = question(
        "    type: number\n    given: {p: 1 .. 3}\n    answer: cases(setting == 'up' -> p, -p)\n"
        "    settings:\n      up: {prompt: Up.}\n      down: {prompt: Down.}\n"
    )
    assert list(found.bodies) == ["up", "down"]


def test_the_settings_themselves_may_be_balanced() -> None:
    found = question(
        "    type: number\n    answer: 1\n    balance: setting\n"
        "    settings:\n      up: {prompt: Up.}\n      down: {prompt: Down.}\n"
    )
    assert found.balance == "setting"


def test_a_fault_shared_by_settings_is_told_once() -> None:
    bank = load_texts(
        {
            "a.yaml": "quizkit: 1\nquestions:\n  sound: {type: number, title: T, prompt: P, answer: 1}\n"
            "  q:\n    type: number\n    title: T\n    answer: pp\n"
            "    settings:\n      one: {prompt: P}\n      two: {prompt: P}\n"
        }
    )
    assert [(problem.line, problem.column, problem.code) for problem in bank.problems] == [(7, 13, "QK302")]


# The hash.


def test_the_hash_changes_with_every_word_and_with_nothing_else() -> None:
    base = question("    type: number\n    answer: 1\n")
    assert question("    answer: 1   # a comment\n    type: number\n").hash == base.hash
    for changed in (
        "    type: number\n    answer: 2\n",
        "    type: number\n    answer: 1\n    tol: 2%\n",
        "    type: number\n    answer: 1\n    hints: [H]\n",
    ):
        assert question(changed).hash != base.hash
