"""Which marks does a change move? The same answers, graded under the old and the new form of a question.

The answers are those that matter to an author: the key and the mistakes of both forms, the tests of both,
every option, and numbers beside the key at distances about which tolerances may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.bank.question import Task
from quizkit.errors import QuizkitError
from quizkit.grading import Response, Verdict, grade_part
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, real
from quizkit.variants import Variant
from quizkit.workshop.typed import typed_key, typed_mistake

ASIDE = (1e-9, 2e-4, 4e-4, 7e-4, 2e-3, 4e-3, 7e-3, 0.015, 0.03, 0.07, 0.15)
"""How far beside the key, in parts of it, numbers are tried: between the tolerances that are usual."""
ALL_TICKS = "all points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """An answer that is marked otherwise."""

    part: str
    response: Response
    before: Verdict
    after: Verdict

    def told(self) -> str:
        """``'0.51' was incorrect (0.5 of 1), is correct``."""
        typed = self.response if isinstance(self.response, str) else ", ".join(self.response)
        part = f"{self.part}: " if self.part else ""
        return f"{part}'{typed[:60]}' was {_judged(self.before)}, is {_judged(self.after)}"


def _judged(verdict: Verdict) -> str:
    partly = 0 < verdict.credit < 1
    return verdict.outcome + (f" with credit {verdict.credit:g}" if partly else "")


def differs(before: Verdict, after: Verdict) -> bool:
    """Whether a learner would see another mark."""
    return before.outcome != after.outcome or abs(before.credit - after.credit) > 1e-9


def remarks(old: Variant, new: Variant) -> Iterator[Remark]:
    """The answers to the same draw that the two forms of a question mark differently."""
    after = {posed.id for posed in new.parts}
    for posed in old.parts:
        if posed.id not in after:
            continue
        if posed.kind == "text" or new.task(posed.id).kind == "text":
            yield from _by_ticks(old, new, posed.id)
            continue
        for response in _responses(old, new, posed.id):
            was, now = grade_part(old, posed.id, response), grade_part(new, posed.id, response)
            if differs(was, now):
                yield Remark(part=posed.id, response=response, before=was, after=now)


def _by_ticks(old: Variant, new: Variant, part: str) -> Iterator[Remark]:
    """What the points of a rubric earn, one by one and all together."""
    tasks = [old.task(part), new.task(part)]
    if any(task.kind != "text" for task in tasks):
        return
    names = dict.fromkeys(name for task in tasks for name in _ticks(task))
    for ticks in [[name] for name in names] + [[point.id for point in task.rubric] for task in tasks]:
        was, now = (grade_part(variant, part, "Text.", ticks=ticks) for variant in (old, new))
        if differs(was, now):
            told = ", ".join(ticks) if len(ticks) == 1 else ALL_TICKS
            yield Remark(part=part, response=told, before=was, after=now)


def _ticks(task: Task) -> list[str]:
    return [*(point.id for point in task.rubric), *task.red_flags]


def _responses(old: Variant, new: Variant, part: str) -> list[Response]:
    """The answers to try, each once."""
    found: dict[str, Response] = {}
    for variant in (old, new):
        for response in _of_variant(variant, part):
            found.setdefault(repr(response), response)
    return list(found.values())


def _of_variant(variant: Variant, part: str) -> Iterator[Response]:
    posed = variant.posed(part)
    yield typed_key(variant, part)
    for option in posed.options:
        yield [option.id] if posed.kind == "select" else option.id
    for mistake in variant.task(part).mistakes:
        try:
            yield typed_mistake(variant, part, mistake.id)
        except QuizkitError:
            continue
    for test in variant.task(part).tests:
        try:
            yield variant.fill(test.response, part, markdown=False)
        except QuizkitError:
            continue
    if not posed.options and not variant.is_symbolic(part):
        yield from _beside(variant, part)


def _beside(variant: Variant, part: str) -> Iterator[str]:
    try:
        value = variant.key_value(part)
    except QuizkitError:
        return
    units = variant.task(part).units if variant.task(part).unit_required else {}
    unit = f" {next(iter(units))}" if units else ""
    for distance in ASIDE:
        yield _moved(value, distance) + unit
        yield _moved(value, -distance) + unit


def _moved(value: Value[Exact], by: float) -> str:
    """The numbers of a value, each moved by a part of itself; zeros by so much."""
    if isinstance(value, Array):
        if len(value.shape) == 2:
            return f"[{', '.join(_moved(row, by) for row in value.rows())}]"
        return f"[{', '.join(_moved(entry, by) for entry in value.entries)}]"
    number = float(real(value))
    return repr(number * (1 + by) if number else by)
