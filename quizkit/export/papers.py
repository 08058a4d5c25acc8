"""Which versions of a paper are there, and what stands in their keys? For paper and for the browser."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from quizkit.errors import Unreadable, code_span
from quizkit.export.dealt import Dealt
from quizkit.export.losses import Losses
from quizkit.export.manual import follows_through
from quizkit.export.told import armed
from quizkit.variants import Variant
from quizkit.variants.valueless import NO_VALUE
from quizkit.variants.variant import PosedTask


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of a paper: one variant of each question."""

    letter: str
    """``A``, ``B``; empty where there is only one version."""
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """What an anticipated answer, other than the key, earns."""

    id: str
    """The mistake, or the letter of an option."""
    shown: str
    """Markdown: the answer of those who make the mistake; empty of an option."""
    say: str
    """Markdown: what to say to them."""
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKey:
    """What is right in one part, and how it is marked. All texts are Markdown."""

    key: str
    """Empty for free text."""
    rules: str
    """How near, and what else, is right; empty where nothing is to be said."""
    rubric: tuple[tuple[float, str], ...]
    """Ideas with their points; what costs points has less than 0."""
    earnings: tuple[Earning, ...]
    solution: str


def papers(dealt: Sequence[Dealt], losses: Losses) -> tuple[Paper, ...]:
    """As many versions as the most varied question has variants.

    Version k takes variant k of each question; a question with fewer begins again with its first, which
    is noted.
    """
    versions = max((len(one.variants) for one in dealt), default=1)
    for one in dealt:
        if 1 < len(one.variants) < versions:
            losses.note(one.question.id, f"as many variants as versions ({len(one.variants)} take turns)")
    return tuple(
        Paper(
            _letter(version) if versions > 1 else "",
            tuple(one.variants[version % len(one.variants)] for one in dealt if one.variants),
        )
        for version in range(versions)
    )


def note_unmarked(one: Dealt, losses: Losses) -> None:
    """Note what neither paper nor a page without programs can carry."""
    question = one.question
    if question.variants > 1 and any(body.given for body in question.bodies.values()):
        losses.note(question.id, "fresh numbers (the variants are fixed)")
    losses.note(question.id, "automatic marks and feedback (they are in the key)")
    tasks = [task for body in question.bodies.values() for task in body.tasks]
    if any(task.kind == "expression" for task in tasks):
        losses.note(question.id, "equality of formulas (whoever marks decides)")
    if any(follows_through(variant.body) for variant in one.variants):
        losses.note(question.id, "follow-through (whoever marks decides)")


def part_key(variant: Variant, posed: PosedTask) -> PartKey:
    """What is right in a part, and what else earns something."""
    flags = [(cost, code_span(flag)) for flag, cost in posed.task.red_flags.items()]
    ideas = [(point.points, _filled(variant, posed.id, point.award) or point.id) for point in posed.rubric]
    return PartKey(
        key=_key(variant, posed),
        rules="; ".join(_rules(variant, posed)),
        rubric=(*ideas, *((-abs(cost), name) for cost, name in flags)),
        earnings=(*_mistakes(variant, posed), *_options(posed)),
        solution=posed.solution,
    )


def _key(variant: Variant, posed: PosedTask) -> str:
    if posed.options:
        return ", ".join(f"**{option.letter}**" for option in posed.options if option.correct)
    if posed.task.answer is None:
        return ""
    shown = _told(variant, posed, "answer")
    return f"{shown} {next(iter(posed.task.units))}" if posed.task.units else shown


def _told(variant: Variant, posed: PosedTask, formula: str) -> str:
    """What a formula comes to, in the unit of a bare number; the formula itself where it has no value."""
    factor = next(iter(posed.task.units.values()), "1")
    scaled = f"({formula})" if factor == "1" else f"({formula})/({factor})"
    return _filled(variant, posed.id, f"${{{{ {' '.join(scaled.split())} }}}}$") or code_span(formula, 200)


def _filled(variant: Variant, part: str, template: str) -> str:
    """A template filled; empty where a value does not exist."""
    try:
        return variant.fill(template, part)
    except (Unreadable, *NO_VALUE):
        return ""


def _rules(variant: Variant, posed: PosedTask) -> list[str]:
    task = posed.task
    if task.answer is None or posed.options:
        return []
    symbolic = variant.is_symbolic(posed.id) or task.kind == "expression"
    rules = [] if symbolic else ["exactly" if task.tol == "exact" else f"within {task.tol}"]
    rules += ["or any formula equal to it"] if symbolic else []
    rules += [f"up to {task.up_to}"] if task.up_to else []
    rules += [f"form: {task.form}"] if task.form else []
    rules += ["with its unit"] if task.unit_required else []
    first = next(iter(task.units.values()), "")
    others = [unit for unit, factor in task.units.items() if factor != first]
    rules += [f"in {', '.join(others)} too"] if others else []
    rules += [f"also right: {_told(variant, posed, text)}" for text in task.accept]
    rules += [f"also right where {code_span(condition, 200)}" for condition in task.accept_if]
    return rules


def _mistakes(variant: Variant, posed: PosedTask) -> list[Earning]:
    found = []
    for known in armed(variant, posed.id):
        mistake = known.mistake
        found.append(
            Earning(
                id=mistake.id,
                shown=_told(variant, posed, mistake.formula),
                say=_filled(variant, posed.id, mistake.say),
                points=mistake.credit * posed.points,
            )
        )
    return found


def _options(posed: PosedTask) -> list[Earning]:
    """What is said of options."""
    return [
        Earning(id=option.letter, shown="", say=option.say, points=0.0)
        for option in posed.options
        if option.say and not option.correct
    ]


def _letter(place: int) -> str:
    before, last = divmod(place, len(string.ascii_uppercase))
    return (_letter(before - 1) if before else "") + string.ascii_uppercase[last]
