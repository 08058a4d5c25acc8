"""Which questions answer to a search? A list of rows, the filters that a line of words asks for, an order.

A line such as ``softmax kind:matrix state:due`` holds words, each of which must occur in the id, the
title, the topic, the tags or the prompt, and filters, all of which must hold; of the values of one filter,
parted by commas, any may. A value may be cut short, so that a list can follow a line while it is typed.
What cannot be read asks for nothing, and is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from quizkit.bank.question import Kind, Question
from quizkit.errors import did_you_mean, quoted
from quizkit.practice.mastery import Level, level

if TYPE_CHECKING:
    from quizkit.practice.memory import Memory

State = Literal["new", "due", "missed"]
"""New: never practised. Missed: failed lately, and not solved cleanly since."""

Order = Literal["due", "title", "level", "difficulty"]
ORDERS: tuple[Order, ...] = get_args(Order)

LEVELS: tuple[Level, ...] = get_args(Level)
FILTERS = ("topic", "kind", "level", "state", "difficulty")
HARDEST = 5

_KINDS: tuple[str, ...] = get_args(Kind)
_STATES: tuple[str, ...] = get_args(State)
_WORD = re.compile(r'(?:([A-Za-z][\w-]*):)?("[^"]*"?|\S*)')
_SPAN = re.compile(r"([1-5])?(?:(\.\.)([1-5])?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a learner on one question."""

    level: Level = "new"
    recall: float | None = None
    """The chance that it is remembered today, 0 to 1; None if it was never practised."""
    due: date | None = None
    attempts: int = 0
    """How many problems were graded."""
    missed: bool = False


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question in the list."""

    id: str
    title: str
    topic: str
    tags: tuple[str, ...]
    kind: Kind
    difficulty: int
    known: Known
    days: int | None
    """Days until it is due, negative when it is late; None if it was never practised."""
    subjects: tuple[str, ...]
    """What it is about, folded: its topic and its tags."""
    text: str
    """All that words are looked for in, folded."""

    @property
    def is_due(self) -> bool:
        """Whether it is due today."""
        return self.days is not None and self.days <= 0


@dataclass(frozen=True, slots=True)
class Query:
    """What a line asks for."""

    words: tuple[str, ...] = ()
    wishes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Filters with their values, folded."""
    faults: tuple[str, ...] = ()
    """What could not be read, and what was perhaps meant."""


def known_of(memories: Mapping[str, Memory], day: date, missed: Collection[str] = ()) -> dict[str, Known]:
    """What memories say on a day; ``missed`` as ``selection.missed`` gives it."""
    from quizkit.practice.memory import retrievability

    lately = frozenset(missed)
    found = {
        id_: Known(
            level=level(memory),
            recall=retrievability(memory, day),
            due=memory.due,
            attempts=memory.skill.evidence,
            missed=id_ in lately,
        )
        for id_, memory in memories.items()
    }
    return {**{id_: Known(missed=True) for id_ in lately}, **found}


def rows_of(bank: Mapping[str, Question], known: Mapping[str, Known], day: date) -> tuple[Row, ...]:
    """The questions of a bank as rows, in its order; what is not ``known`` was never practised."""
    return tuple(_row(id_, question, known.get(id_, NOTHING_KNOWN), day) for id_, question in bank.items())


def _row(id_: str, question: Question, known: Known, day: date) -> Row:
    asked = [body.prompt for body in question.bodies.values()]
    asked += [task.ask for body in question.bodies.values() for task in body.tasks]
    said = dict.fromkeys((id_, question.title, question.topic, *question.tags, *asked))
    return Row(
        id=id_,
        title=question.title,
        topic=question.topic,
        tags=question.tags,
        kind=question.kind,
        difficulty=question.difficulty,
        known=known,
        days=None if known.due is None else (known.due - day).days,
        subjects=tuple(map(_folded, (question.topic, *question.tags))),
        text=_folded("\n".join(said)),
    )


def query_of(line: str, rows: Iterable[Row]) -> Query:
    """What a line asks for. ``rows`` say which topics there are."""
    words: list[str] = []
    wishes: list[tuple[str, tuple[str, ...]]] = []
    faults: list[str] = []
    for found in _WORD.finditer(line):
        name, value = found[1], found[2].strip('"')
        if name is None:
            words += [_folded(value)] if value.strip() else []
        elif name.casefold() not in FILTERS:
            faults.append(f"no filter {quoted(name)}{did_you_mean(name, FILTERS) or _listed(FILTERS)}")
        else:
            known = _values(name.casefold(), rows)
            asked, refused = _asked(name.casefold(), value, known)
            faults += refused
            wishes += [(name.casefold(), asked)] if asked else []
    return Query(tuple(words), tuple(wishes), tuple(faults))


def _values(name: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """The values that a filter knows; of the difficulty none, for these are numbers."""
    match name:
        case "topic":
            return tuple({subject: None for row in rows for subject in row.subjects})
        case "kind":
            return _KINDS
        case "level":
            return LEVELS
        case "state":
            return _STATES
        case _:
            return ()


def _asked(name: str, value: str, known: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The values of a filter that can be read, and what is wrong with the others; ``any`` is none."""
    asked, faults = [], []
    for one in map(_folded, value.split(",")):
        if one in {"", "any"}:
            continue
        if name == "difficulty":
            if _SPAN.fullmatch(one):
                asked.append(one)
            else:
                faults.append(f"a difficulty is 1 to {HARDEST}, or a range such as 2..4, not {quoted(one)}")
        elif any(each.startswith(one) for each in known):
            asked.append(one)
        else:
            near = did_you_mean(one, known) or (_listed(known) if name != "topic" else "")
            faults.append(f"no {name} {quoted(one)}{near}")
    return tuple(asked), faults


def _listed(words: Sequence[str]) -> str:
    return f"; there are {', '.join(words[:-1])} and {words[-1]}"


def found(rows: Iterable[Row], query: Query, order: Order = "due") -> list[Row]:
    """The rows that a query asks for, in an order; those that are equal in it stay as they are.

    ``due``: what is due first comes first, what was never practised last. ``level``: from mastered to new.
    """
    tests = [_test(name, values) for name, values in query.wishes]
    chosen = [
        row
        for row in rows
        if all(word in row.text for word in query.words) and all(test(row) for test in tests)
    ]
    match order:
        case "due":
            chosen.sort(key=lambda row: (row.days is None, row.days or 0))
        case "title":
            chosen.sort(key=lambda row: row.title.casefold())
        case "level":
            chosen.sort(key=lambda row: -LEVELS.index(row.known.level))
        case "difficulty":
            chosen.sort(key=lambda row: row.difficulty)
    return chosen


def _test(name: str, values: tuple[str, ...]) -> Callable[[Row], bool]:
    """Whether a row has one of the values."""
    match name:
        case "topic":
            return lambda row: any(subject.startswith(values) for subject in row.subjects)
        case "kind":
            return lambda row: row.kind.startswith(values)
        case "level":
            return lambda row: row.known.level.startswith(values)
        case "difficulty":
            wanted = frozenset(number for value in values for number in _numbers(value))
            return lambda row: row.difficulty in wanted
        case _:
            states = [state for state in _STATES if state.startswith(values)]
            return lambda row: any(_has_state(row, state) for state in states)


def _numbers(span: str) -> range:
    """``3``, ``2..4``, ``3..`` or ``..3``."""
    first, dots, last = span.partition("..")
    least = int(first or 1)
    return range(least, (int(last or HARDEST) if dots else least) + 1)


def _has_state(row: Row, state: str) -> bool:
    match state:
        case "due":
            return row.is_due
        case "missed":
            return row.known.missed
        case _:
            return row.known.level == "new"


def _folded(text: str) -> str:
    """A text in which upper and lower case, and the ways to write a sign, are one."""
    return unicodedata.normalize("NFKC", text).casefold()
