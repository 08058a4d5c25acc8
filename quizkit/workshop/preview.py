"""What will a learner see of a variant, and what does each answer earn that its author thought of?

A preview is a value. Everything in it that is said of an answer comes from the grader, not from the bank:
the key, every other form that is accepted, every mistake and every test of the author are typed and graded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizkit.bank.question import RubricPoint, Task
from quizkit.variants import GivenValue, PosedTask, ShownOption, Variant
from quizkit.workshop.preview_answers import Anticipated, anticipated


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedPart:
    """One part, or the whole of a question without parts, and its anticipated answers."""

    posed: PosedTask
    key: str
    """In words; empty for a free text."""
    answers: tuple[Anticipated, ...]
    witnesses: tuple[tuple[str, str], ...]
    """Kind and formula of each independent check of the key."""

    @property
    def rules(self) -> tuple[str, ...]:
        """How an answer is judged, in a few words each."""
        return tuple(_rules(self.posed.task))

    def to_json(self) -> dict[str, object]:
        """The part as JSON."""
        posed = self.posed
        return {
            "id": posed.id,
            "kind": posed.kind,
            "points": posed.points,
            "ask": posed.ask,
            "options": [_option_json(option) for option in posed.options],
            "hints": list(posed.hints),
            "solution": posed.solution,
            "key": self.key,
            "rules": list(self.rules),
            "answers": [answer.to_json() for answer in self.answers],
            "rubric": [_point_json(point) for point in posed.rubric],
            "red_flags": dict(posed.task.red_flags),
            "witnesses": [{"kind": kind, "formula": formula} for kind, formula in self.witnesses],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A variant as its author wants to look at it."""

    id: str
    """The name of the question in its bank."""
    variant: Variant
    parts: tuple[PreviewedPart, ...]

    @property
    def refused(self) -> int:
        """How many draws were refused before this one."""
        return self.variant.acceptance.tries - self.variant.acceptance.accepted

    @property
    def reasons(self) -> Mapping[str, int]:
        """Why draws were refused, and how often."""
        return dict(self.variant.acceptance.worst_first())

    @property
    def wanting(self) -> tuple[str, ...]:
        """What does not come out as its author means it, each with its part."""
        return tuple(
            f"{f'({part.posed.id}) ' if part.posed.id else ''}{answer.called}: {answer.note}"
            for part in self.parts
            for answer in part.answers
            if answer.wanting
        )

    def to_json(self) -> dict[str, object]:
        """The preview as JSON."""
        variant, question = self.variant, self.variant.question
        return {
            "question": self.id,
            "title": question.title,
            "kind": question.kind,
            "topic": question.topic,
            "difficulty": question.difficulty,
            "minutes": question.minutes,
            "points": question.points,
            "seed": variant.seed,
            "setting": variant.setting,
            "given": {name: listed(value) for name, value in variant.given.items()},
            "refused": self.refused,
            "reasons": dict(self.reasons),
            "hash": variant.hash,
            "prompt": variant.prompt,
            "hints": list(variant.hints),
            "solution": variant.solution,
            "parts": [part.to_json() for part in self.parts],
        }


def preview(variant: Variant, name: str = "") -> Preview:
    """The preview of a variant; ``name`` is what its bank calls the question, if not by its id."""
    return Preview(
        id=name or variant.question.id,
        variant=variant,
        parts=tuple(_part(variant, posed) for posed in variant.parts),
    )


def listed(value: GivenValue) -> object:
    """A drawn value as nested lists of texts."""
    return [listed(entry) for entry in value] if isinstance(value, tuple) else value


def _part(variant: Variant, posed: PosedTask) -> PreviewedPart:
    task = posed.task
    return PreviewedPart(
        posed=posed,
        key=variant.key_text(posed.id),
        answers=() if posed.kind == "text" else tuple(anticipated(variant, posed)),
        witnesses=tuple(
            (witness.kind, f"{witness.formula} by {witness.wrt}" if witness.wrt else witness.formula)
            for witness in task.verify
        ),
    )


def _rules(task: Task) -> Iterator[str]:
    if task.kind in {"number", "vector", "matrix", "expression"}:
        if task.kind != "expression":
            yield "exactly" if task.tol == "exact" else f"within {task.tol}"
        if task.precision:
            yield f"to {task.precision}"
        if task.units:
            needed = "with its unit, " if task.unit_required else ""
            *others, last = task.units
            listing = f"{', '.join(others)} or {last}" if others else last
            yield f"{needed}in {listing}"
        if task.up_to:
            yield f"up to {task.up_to}"
        if task.form:
            yield f"in the form: {task.form}"
        if task.equal:
            yield f"equal {task.equal}"
        if task.credit_by_entry:
            yield "credit by entry"
        for condition in task.accept_if:
            yield f"right too where {condition}"
    if task.kind == "select":
        yield "each right tick earns its share, each wrong tick takes one away"
    if task.kind == "text":
        yield "its cues decide" if task.cues_decide else "a person decides, cues suggest"


def _option_json(option: ShownOption) -> dict[str, object]:
    return {
        "letter": option.letter,
        "id": option.id,
        "text": option.text,
        "correct": option.correct,
        "say": option.say,
        "mistake": option.mistake,
    }


def _point_json(point: RubricPoint) -> dict[str, object]:
    return {
        "id": point.id,
        "points": point.points,
        "award": point.award,
        "missing": point.missing,
        "look_for": [list(alternatives) for alternatives in point.look_for],
    }
