"""A question as the rest of quizkit sees it: what an author wrote, checked and with settings merged.

Plain values only, so that a bank can be kept as JSON (``bank.index``) and read back without PyYAML or
pydantic. Formulas, templates and draw specifications are texts here; ``bank.checks`` has read every one
of them before a ``Question`` exists, so those who parse them again may rely on that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "expression", "vector", "matrix", "choice", "select", "text", "parts"]
"""The eight kinds of answer; ``parts`` holds several of the others."""

Specification = str | tuple["Specification", ...]
"""How a given is drawn: ``0.05 .. 0.95 by 0.05``, or a list of values to choose one of.

Numbers in lists are kept as the text the author wrote, so that they stay exact decimals.
"""

EqualityPolicy = Literal["everywhere", "almost everywhere", "same domain", "common domain"]
UpTo = Literal["sign", "scale", "direction", "constant", "factor", "order"]
Form = Literal["simplified", "factored", "expanded", "no decimals", "single fraction", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """An anticipated wrong answer, with what to say about it."""

    id: str
    formula: str
    say: str = ""
    """Markdown template; from ``misconceptions.yaml`` where the question says nothing."""
    credit: float = 0.0
    when: str | None = None
    """A condition on the draw under which the mistake is armed; None: always."""
    tol: str | None = None
    minor: bool = False
    """A slip, not a misunderstanding."""
    see: str | None = None
    """Where to read more: a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a ``choice`` or ``select`` question."""

    id: str
    text: str
    correct: str = "false"
    """``true``, ``false``, or a formula of the draw."""
    say: str = ""
    mistake: str | None = None
    """The misconception behind ticking this option wrongly."""
    pin: Literal["last"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricPoint:
    """One idea that a free-text answer should contain."""

    id: str
    points: float = 1.0
    award: str = ""
    missing: str = ""
    look_for: tuple[tuple[str, ...], ...] = ()
    """Cues: every entry must be met, by any one of its alternatives. They suggest, never decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An independent check of the key."""

    kind: Literal["ref", "grad", "expect"]
    formula: str
    wrt: str | None = None
    """For ``grad``: the variable, or an entry of it, to differentiate by."""
    given: Mapping[str, Specification] = field(default_factory=dict)
    let: Mapping[str, str] = field(default_factory=dict)
    tol: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorTest:
    """A response, templated and so tried on every variant, and what must come of it."""

    response: str
    expects: str
    """``full``, ``invalid``, ``wrong``, a mistake's id, or a credit between 0 and 1 as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something with one answer: a whole question, or one of its parts."""

    id: str = ""
    """The part's id; empty for a question without parts."""
    kind: Kind
    ask: str = ""
    """What the part asks, Markdown template; empty for a question without parts."""
    answer: str | None = None
    """The key, a formula; None for choice, select and text."""
    tol: str = "1%"
    precision: str | None = None
    """``4sf``: the number of figures an answer must show."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Accepted unit words and their factors (formulas); the first is the unit of a bare number."""
    unit_required: bool = False
    accept: tuple[str, ...] = ()
    accept_if: tuple[str, ...] = ()
    """Conditions on ``response`` under which it earns full marks."""
    up_to: UpTo | None = None
    form: Form | None = None
    equal: EqualityPolicy | None = None
    """None: everywhere where domains are declared, else on the common domain."""
    credit_by_entry: bool = False
    mistakes: tuple[Mistake, ...] = ()
    options: tuple[Option, ...] = ()
    choose_correct: int | None = None
    choose_wrong: int | None = None
    """How many right and wrong options a variant draws from the pool; None: all of them."""
    rubric: tuple[RubricPoint, ...] = ()
    red_flags: Mapping[str, float] = field(default_factory=dict)
    """Misconceptions that cost points when a grader finds them in the text."""
    cues_decide: bool = False
    points: float = 1.0
    follow_through: float = 1.0
    """Credit for a later part that is right for the learner's own earlier value; 0: none."""
    carry_if: str | None = None
    hints: tuple[str, ...] = ()
    solution: str = ""
    verify: tuple[Witness, ...] = ()
    tests: tuple[AuthorTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What one setting of a question says, in full: its own keys over the question's."""

    given: Mapping[str, Specification] = field(default_factory=dict)
    let: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, Specification] = field(default_factory=dict)
    """Free letters of symbolic answers with their domains, as ``mathlang.domains`` reads them."""
    assume: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    prompt: str = ""
    hints: tuple[str, ...] = ()
    solution: str = ""
    code_templated: bool = False
    """Whether code spans and fences have holes too; else they are left alone."""
    tasks: tuple[Task, ...] = ()
    """One task with an empty id, or the parts in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a bank."""

    id: str
    kind: Kind
    title: str
    topic: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int = 1
    """1 (warm-up) to 5."""
    minutes: float | None = None
    points: float = 1.0
    sources: tuple[str, ...] = ()
    author: str = ""
    license: str = ""
    requires: tuple[str, ...] = ()
    strategy: str = ""
    remember: str = ""
    walk: str | None = None
    locale: str | None = None
    variants: int = 12
    """How many variants are dealt in exams and exports, and proved one by one."""
    skip: tuple[int, ...] = ()
    """Seeds that are never dealt."""
    balance: str | None = None
    """A given whose values are dealt in turn."""
    bodies: Mapping[str, Body]
    """The settings by id; a question without settings has the single id ``""``."""
    file: str = ""
    line: int = 0
    hash: str = ""
    """Of everything that bears on variants and marks; wording and metadata included."""
