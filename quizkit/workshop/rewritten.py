"""What did an author change in a question? Texts that were reworded, and all that is more than wording.

Only the two questions are looked at. What follows for variants and marks is ``workshop.diff``'s to find out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from quizkit.bank.grids import points
from quizkit.bank.question import Mistake, Option, Question, RubricPoint, Task
from quizkit.variants.draws import every
from quizkit.variants.parsed import parsed

MOST_VALUES = 2000
"""The most values of a given that are compared one by one."""

QUESTION_TEXTS = ("title", "strategy", "remember")
BODY_TEXTS = ("prompt", "hints", "solution")
TASK_TEXTS = ("ask", "hints", "solution")
ABOUT = ("tags", "difficulty", "minutes", "sources", "author", "license", "requires", "walk", "topic")
"""What is said about a question, and neither shown as its text nor marked."""
DEALING = {"variants": "variants dealt", "skip": "seeds left out", "balance": "balance"}
UNTOLD = {"id", "bodies", "file", "line", "hash"}


Named = TypeVar("Named", Mistake, Option, RubricPoint, Task)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What is different between two forms of a question."""

    texts: tuple[str, ...]
    """The texts that were reworded."""
    rest: tuple[str, ...]
    """Everything else that is different, in an author's words."""


NOTHING = Rewritten((), ())


def rewritten(old: Question, new: Question) -> Rewritten:
    """What is different in the new form of a question."""
    texts = [name for name in QUESTION_TEXTS if getattr(old, name) != getattr(new, name)]
    rest = list(_of_question(old, new))
    for setting in dict.fromkeys((*old.bodies, *new.bodies)):
        before, after = old.bodies.get(setting), new.bodies.get(setting)
        if before is None or after is None:
            rest.append(f"setting {setting or 'without a name'} {'removed' if after is None else 'added'}")
            continue
        texts += [name for name in BODY_TEXTS if getattr(before, name) != getattr(after, name)]
        rest += _of_body(old, new, setting)
        for told, is_text in _of_tasks(before.tasks, after.tasks):
            (texts if is_text else rest).append(told)
    return Rewritten(tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(rest)))


def _of_question(old: Question, new: Question) -> Iterator[str]:
    for field in dataclasses.fields(Question):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or field.name in {*UNTOLD, *QUESTION_TEXTS}:
            continue
        match field.name:
            case "points" | "kind":
                yield f"{field.name} {_short(before)} → {_short(after)}"
            case name if name in DEALING:
                yield f"{DEALING[name]} {_short(before)} → {_short(after)}"
            case name:
                yield f"{name} changed"


def _of_body(old: Question, new: Question, setting: str) -> Iterator[str]:
    before, after = old.bodies[setting], new.bodies[setting]
    for name, told in _entries(before.given, after.given):
        yield f"given {name} {_drawn(old, new, setting, name) if told == 'changed' else told}"
    for field in ("let", "symbols"):
        for name, told in _entries(getattr(before, field), getattr(after, field)):
            yield f"{'symbol' if field == 'symbols' else field} {name} {told}"
    for field in ("where", "assume", "code_templated"):
        if getattr(before, field) != getattr(after, field):
            yield f"{field.replace('code_templated', 'code')} changed"


def _drawn(old: Question, new: Question, setting: str, name: str) -> str:
    """Whether a given takes more values than before, fewer, or others."""
    values = []
    for question in (old, new):
        draw = parsed(question, setting).draws.get(name)
        if draw is None or (points(draw) or MOST_VALUES + 1) > MOST_VALUES:
            return "changed"
        values.append(set(every(draw)))
    before, after = values
    if before == after:
        return "changed"
    return "widened" if before < after else "narrowed" if after < before else "changed"


def _of_tasks(old: tuple[Task, ...], new: tuple[Task, ...]) -> Iterator[tuple[str, bool]]:
    """What is different in the parts, and whether it is wording."""
    if [task.id for task in old] != [task.id for task in new]:
        for name, told in _entries(_by_id(old), _by_id(new)):
            if told != "changed":
                yield f"part {name} {told}", False
        if {task.id for task in old} == {task.id for task in new}:
            yield "parts in another order", False
    after = _by_id(new)
    for task in old:
        if task.id in after:
            yield from _of_task(task, after[task.id])


def _of_task(old: Task, new: Task) -> Iterator[tuple[str, bool]]:
    part = f"{old.id}: " if old.id else ""
    for field in dataclasses.fields(Task):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        match field.name:
            case name if name in TASK_TEXTS:
                yield f"{part}{name}", True
            case "mistakes" | "options" | "rubric":
                for told, is_text in _of_named(before, after):
                    yield f"{part}{told}", is_text
            case "tol" | "precision" | "points" | "follow_through" | "kind" | "form" | "up_to" | "equal":
                name = {"tol": "tolerance"}.get(field.name, field.name.replace("_", " "))
                yield f"{part}{name} {_short(before)} → {_short(after)}", False
            case "verify":
                yield f"{part}witnesses changed", False
            case name:
                yield f"{part}{name.replace('_', ' ')} changed", False


_KINDS: Mapping[type[object], str] = {Mistake: "mistake", Option: "option", RubricPoint: "rubric point"}
_WORDS: Mapping[type[object], set[str]] = {
    Mistake: {"say", "see"},
    Option: {"say", "text"},
    RubricPoint: {"award", "missing"},
}
"""The fields that are wording."""


def _of_named(old: tuple[Named, ...], new: tuple[Named, ...]) -> Iterator[tuple[str, bool]]:
    kind = type((*old, *new)[0])
    before, after = _by_id(old), _by_id(new)
    for name, told in _entries(before, after):
        if told != "changed":
            yield f"{_KINDS[kind]} {name} {told}", False
            continue
        for field in dataclasses.fields(kind):
            was, now = getattr(before[name], field.name), getattr(after[name], field.name)
            if was == now:
                continue
            if field.name in _WORDS[kind]:
                yield f"{field.name} of {name}", True
            elif field.name in {"credit", "points", "correct", "tol"}:
                yield f"{field.name} of {name} {_short(was)} → {_short(now)}", False
            else:
                yield f"{_KINDS[kind]} {name} changed", False
    common = [each.id for each in old if each.id in after]
    if common != [each.id for each in new if each.id in before]:
        yield f"{_KINDS[kind]}s in another order", False


def _by_id(items: Iterable[Named]) -> dict[str, Named]:
    return {item.id: item for item in items}


def _entries(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The entries that differ: added, removed or changed."""
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield name, "removed"
        elif name not in old:
            yield name, "added"
        elif old[name] != new[name]:
            yield name, "changed"


def _short(value: object) -> str:
    match value:
        case None:
            return "none"
        case float():
            return f"{value:g}"
        case tuple() | list():
            return ", ".join(map(str, value)) or "none"
        case _:
            return str(value)
