"""What would somebody type who means exactly this? Keys and mistakes as responses, and tests of them."""

from __future__ import annotations

from flint import fmpq

from quizkit.bank.question import Task
from quizkit.grading import Response, Verdict
from quizkit.mathlang import limits
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, real
from quizkit.mathlang.tidy import one_line
from quizkit.variants import Variant
from quizkit.variants.expressions import with_numbers
from quizkit.variants.rounding import figures_text, to_figures

NEAR = 1e-9
"""Credits that differ by no more are the same."""
FIGURES = 17
"""The figures of a double: what is typed where the exact number is too long."""


def typed_key(variant: Variant, part: str) -> Response:
    """The key of a part as a response to it."""
    posed = variant.posed(part)
    if posed.kind == "select":
        return [option.id for option in posed.options if option.correct]
    return _with_unit(posed.task, variant.key_text(part))


def typed_mistake(variant: Variant, part: str, mistake: str) -> str:
    """What somebody types who makes this mistake. Raises where the mistake has no value."""
    if variant.is_symbolic(part):
        node = variant.parsed(part).mistake(mistake).node
        symbolic = variant.body.symbolic_in(part)
        return one_line(with_numbers(node, variant.workings_of(part), symbolic, fold=True))
    return _with_unit(variant.task(part), typed_value(variant.mistake_value(part, mistake)))


def _with_unit(task: Task, typed: str) -> str:
    """The text with the first unit, that of bare numbers, where one must be given."""
    return f"{typed} {next(iter(task.units))}" if task.unit_required and task.units else typed


def typed_value(value: Value[Exact]) -> str:
    """A value as it is typed: exact where it is a rational that can be read back, else with 17 figures."""
    if isinstance(value, Array):
        if len(value.shape) == 2:
            return f"[{', '.join(typed_value(row) for row in value.rows())}]"
        return f"[{', '.join(_typed(entry) for entry in value.entries)}]"
    return _typed(value)


def _typed(entry: Exact) -> str:
    number = real(entry)
    if isinstance(number, fmpq):
        exact = str(number)
        if all(len(digits) <= limits.DIGITS for digits in exact.removeprefix("-").split("/")):
            return exact
        return figures_text(to_figures(lambda bits: number, FIGURES))
    return repr(float(number))


def comes_out(verdict: Verdict, expects: str) -> bool:
    """Whether an author's test comes out: as an outcome, as a mistake's id, or as a credit."""
    match expects:
        case "full":
            return verdict.outcome == "correct"
        case "invalid" | "undecided":
            return verdict.outcome == expects
        case "wrong":
            return verdict.outcome in {"incorrect", "partly-correct"}
        case mistake if mistake == verdict.mistake:
            return True
        case credit:
            try:
                return abs(float(credit) - verdict.credit) < NEAR
            except ValueError:
                return False
