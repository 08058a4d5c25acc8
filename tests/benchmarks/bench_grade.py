"""How often is a verdict right, and how long does it take, against Math-Verify 0.9 and SymPy's ``simplify``?

Run by hand, ``python -m tests.benchmarks.bench_grade``. A hundred answers of LLM mathematics, judged by all
in the same run; the truth is written beside each. An answer is new to the question when its time is taken:
the question is made afresh each time and has judged its other answers before. Math-Verify is given the key
already parsed, SymPy both sides; quizkit reads the text of the answer each time. What quizkit does besides,
and its time includes: naming the mistake, a counterexample, the evidence.
"""

import importlib
import itertools
import logging
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from quizkit import Variant, grade, make_variant
from quizkit.bank import Bank
from quizkit.equivalence.tolerance import parse_tolerance, within
from quizkit.grading.marking import Marking, marking_of
from quizkit.mathlang.balls import real, scalars
from quizkit.mathlang.parser import read
from tests.benchmarks.answers import FORMULAS, NUMBERS, Answer, answers, bank
from tests.benchmarks.timing import amount, microseconds, p99, print_table, undisturbed

if TYPE_CHECKING:
    from sympy import Expr

ROUNDS = 3
"""How often the rivals judge each answer; the median counts."""
REPEATS = 5
"""How many fresh questions are made for each answer in each round."""
PLAIN_NUMBERS = 2000


@dataclass(slots=True)
class Judge:
    """One of the graders: what it said of each answer, and the times it took."""

    name: str
    said: dict[Answer, str] = field(default_factory=dict)
    times: dict[Answer, list[float]] = field(default_factory=dict)

    def median(self, answer: Answer) -> float:
        """The middle of the times it took for an answer."""
        return statistics.median(self.times[answer])


GROUPS: dict[str, Callable[[Answer], bool]] = {
    "numbers, right": lambda answer: answer.kind == NUMBERS and answer.is_right,
    "numbers, wrong": lambda answer: answer.kind == NUMBERS and not answer.is_right,
    "formulas, right": lambda answer: answer.kind == FORMULAS and answer.is_right,
    "formulas, wrong": lambda answer: answer.kind == FORMULAS and not answer.is_right,
    "all": lambda answer: True,
}


def main() -> None:
    """Prints who was right, and the ratios of the times."""
    table = answers()
    questions = bank()
    first, ours, compared = (
        Judge(name) for name in ("quizkit, first answer", "quizkit.grade", "read + compare")
    )
    math_verify = Judge("Math-Verify 0.9")
    simplify = Judge("simplify(a - b) == 0")
    theirs = _math_verify()
    parsed = {} if theirs is None else {answer: theirs.expected(answer) for answer in table}
    for _ in range(ROUNDS):
        for answer in table:
            _grade(questions, table, answer, first, ours)
            if answer.kind == FORMULAS:
                _compare(questions, table, answer, compared)
                _simplify(questions, answer, simplify)
        if theirs is not None:
            for answer in table:
                with undisturbed():
                    _time(math_verify, answer, partial(theirs.judge, parsed[answer], answer))
    _print_verdicts([ours, *([math_verify] if theirs else []), simplify])
    chosen = {name: belongs for name, belongs in GROUPS.items() if name.startswith("formulas")}
    if theirs is None:
        print("\nMath-Verify is not installed (the extra 'bench'): skipped")
    else:
        _print_ratios("quizkit.grade", ours, math_verify, GROUPS)
        _print_ratios("reading and comparing alone", compared, math_verify, chosen)
    _print_ratios("reading and comparing alone", compared, simplify, chosen)
    _print_first(first, ours)
    _print_plain_numbers(questions)


# Who judges.


def _time(judge: Judge, answer: Answer, work: Callable[[], str]) -> None:
    said = ""

    def saying() -> None:
        nonlocal said
        said = work()

    judge.times.setdefault(answer, []).append(microseconds(saying))
    judge.said[answer] = said


def _grade(questions: Bank, table: Sequence[Answer], answer: Answer, first: Judge, ours: Judge) -> None:
    fresh = [make_variant(questions[answer.question]) for _ in range(REPEATS)]
    used = [_met_before(questions, table, answer) for _ in range(REPEATS)]
    for variants, judge in ((fresh, first), (used, ours)):
        with undisturbed():
            for variant in variants:
                _time(judge, answer, partial(_outcome, variant, answer.typed))


def _met_before(questions: Bank, table: Iterable[Answer], answer: Answer) -> Variant:
    """A fresh variant of the answer's question that has judged the other answers."""
    variant = make_variant(questions[answer.question])
    for other in table:
        if other.question == answer.question and other is not answer:
            grade(variant, other.typed)
    return variant


def _outcome(variant: Variant, typed: str) -> str:
    verdict = grade(variant, typed)
    if verdict.evidence.kind == "fault":
        raise SystemExit(f"a fault of quizkit on {typed!r}: there is nothing to measure")
    return verdict.outcome


def _compare(questions: Bank, table: Sequence[Answer], answer: Answer, compared: Judge) -> None:
    markings = [marking_of(make_variant(questions[answer.question])) for _ in range(REPEATS)]
    for marking, other in itertools.product(markings, table):
        if other.question == answer.question and other is not answer:
            _relation(marking, other.typed)
    with undisturbed():
        for marking in markings:
            _time(compared, answer, partial(_relation, marking, answer.typed))


def _relation(marking: Marking, typed: str) -> str:
    return marking.compare(marking.key, read(typed, marking.scope).node).relation


def _simplify(questions: Bank, answer: Answer, judge: Judge) -> None:
    from sympy import simplify

    from quizkit.mathlang.symbolic import expression

    marking = marking_of(make_variant(questions[answer.question]))
    domains = marking.variant.body.domains
    expected, response = (
        cast("Expr", expression(node, domains))
        for node in (marking.key, read(answer.typed, marking.scope).node)
    )
    with undisturbed():
        _time(judge, answer, lambda: "correct" if simplify(expected - response) == 0 else "incorrect")


@dataclass(frozen=True, slots=True)
class MathVerify:
    """Math-Verify as its users call it, with its own limits of five seconds."""

    parse: Callable[[str], list[Any]]
    verify: Callable[[list[Any], list[Any]], bool]

    def expected(self, answer: Answer) -> list[Any]:
        """The key, and of a number its rounded value; either may be met."""
        return [one for latex in answer.expected_latex for one in self.parse(f"${latex}$")]

    def judge(self, expected: list[Any], answer: Answer) -> str:
        """Its verdict on an answer."""
        response = self.parse(f"${answer.latex}$")
        if self.verify(expected, response):
            return "correct"
        return "incorrect" if any(not isinstance(one, str) for one in response) else "not read"


def _math_verify() -> MathVerify | None:
    try:
        module = importlib.import_module("math_verify")
    except ImportError:
        return None
    logging.getLogger("math_verify").setLevel(logging.CRITICAL)
    return MathVerify(module.parse, module.verify)


# What is printed.


def _print_verdicts(judges: Sequence[Judge]) -> None:
    rows = []
    for judge in judges:
        counts = Counter(_judged(is_right=answer.is_right, said=said) for answer, said in judge.said.items())
        rows.append(
            [
                judge.name,
                f"{counts['right']} of {counts.total()}",
                *(str(counts[kind]) for kind in ("false accept", "false reject", "undecided")),
            ]
        )
    print_table(
        "verdicts on answers whose truth is known",
        ["", "right", "false accepts", "false rejects", "undecided or not read"],
        rows,
    )
    for judge in judges:
        for answer, said in judge.said.items():
            judged = _judged(is_right=answer.is_right, said=said)
            if judged != "right":
                print(f"    {judge.name}: {judged}: {answer.question}: {answer.typed}")


def _judged(*, is_right: bool, said: str) -> str:
    if said == "correct":
        return "right" if is_right else "false accept"
    if said in {"incorrect", "partly-correct"}:
        return "false reject" if is_right else "right"
    return "undecided"


def _print_ratios(title: str, ours: Judge, rival: Judge, groups: dict[str, Callable[[Answer], bool]]) -> None:
    rows = []
    for name, belongs in groups.items():
        chosen = [answer for answer in rival.times if belongs(answer)]
        one = [ours.median(answer) for answer in chosen]
        other = [rival.median(answer) for answer in chosen]
        ratio = statistics.median(right / left for left, right in zip(one, other, strict=True))
        rows.append(
            [
                name,
                amount(statistics.median(one)),
                amount(p99(one)),
                amount(statistics.median(other)),
                amount(p99(other)),
                f"{ratio:.0f}",
                f"{p99(other) / p99(one):.0f}",
            ]
        )
    print_table(
        f"{title}, against {rival.name}",
        ["", "median", "p99", "rival's", "its p99", "ratio", "ratio of p99"],
        rows,
    )


def _print_first(first: Judge, ours: Judge) -> None:
    rows = []
    for name, belongs in GROUPS.items():
        chosen = [answer for answer in first.times if belongs(answer)]
        rows.append(
            [
                name,
                amount(statistics.median(map(first.median, chosen))),
                amount(statistics.median(map(ours.median, chosen))),
            ]
        )
    print_table(
        "the first answer to a variant, its marking included, and a later one", ["", "first", "later"], rows
    )


def _print_plain_numbers(questions: Bank) -> None:
    """One plain number, each of them new, through ``grade`` and in the comparer alone."""
    variant = make_variant(questions["nll"])
    grade(variant, "0.3")
    right = [f"0.35667{digits:04}" for digits in range(PLAIN_NUMBERS)]
    wrong = [f"0.61{digits:05}" for digits in range(PLAIN_NUMBERS)]
    named = [f"0.51457{digits:04}" for digits in range(PLAIN_NUMBERS)]
    marking = marking_of(variant)
    key, *values = (
        real(scalars(marking.workings.value(node))[0])
        for node in (marking.key, *(read(typed, marking.scope).node for typed in right))
    )
    tolerance = parse_tolerance("0.05%")
    with undisturbed():
        measured = {
            "right": [microseconds(partial(grade, variant, typed)) for typed in right],
            "wrong, one of the question's mistakes": [
                microseconds(partial(grade, variant, typed)) for typed in named
            ],
            "wrong, no known mistake": [microseconds(partial(grade, variant, typed)) for typed in wrong],
            "its reading alone": [microseconds(partial(read, typed, marking.scope)) for typed in wrong],
            "within the tolerance alone": [
                microseconds(partial(within, key, value, tolerance)) for value in values
            ],
            "Python's float(text)": [microseconds(partial(float, typed)) for typed in right],
        }
    floor = statistics.median(measured["Python's float(text)"])
    print_table(
        "one plain number through quizkit.grade, each new, and its share of the work",
        ["", "median", "p99", "times float(text)"],
        [
            [
                name,
                amount(statistics.median(times)),
                amount(p99(times)),
                f"{statistics.median(times) / floor:.0f}",
            ]
            for name, times in measured.items()
        ],
    )


if __name__ == "__main__":
    main()
