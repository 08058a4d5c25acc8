"""What the grader says of a response, with its evidence, and the JSON forms of both.

Programs are written against these forms: names and meanings stay, keys may be added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from quizkit.errors import code_span, without_tags
from quizkit.mathlang.latex import latex
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.printing import text

Outcome = Literal["correct", "partly-correct", "incorrect", "invalid", "undecided"]
"""``invalid``: the text cannot be read, no try is spent. ``undecided``: our limit, no mark is lost."""

SCHEMA = 1
"""The version of the JSON forms."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a verdict holds: its kind, and what it rests on.

    ``identical`` ``proved`` ``proved-almost-everywhere`` ``sampled`` ``accepted`` ``carried``
    ``tolerance`` ``choice`` ``form`` ``unit`` ``rubric`` for verdicts on answers that could be judged,
    ``witness`` ``domain`` ``shape`` for certain differences, ``unreadable`` ``ambiguous`` ``blank`` for
    invalid ones, ``limit`` ``unproved`` ``key`` ``fault`` for undecided ones.
    """

    kind: str
    details: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """``{"kind": …, …}``."""
        return {"kind": self.kind, **self.details}


class ReadAs:
    """What was understood of a response: one line of text, and LaTeX. Written when somebody looks."""

    __slots__ = ("_latex", "_node", "_text")

    def __init__(self, understood: str | Node) -> None:
        """A formula, or a plain number that reads the same both ways."""
        self._node = None if isinstance(understood, str) else understood
        self._text = self._latex = understood if isinstance(understood, str) else None

    @classmethod
    def written(cls, line: str, formula: str) -> ReadAs:
        """What was written before: one line of text, and LaTeX."""
        found = cls(line)
        found._latex = formula
        return found

    @property
    def text(self) -> str:
        """One line, as it may be typed again."""
        if self._text is None:
            self._text = "" if self._node is None else text(self._node)
        return self._text

    @property
    def latex(self) -> str:
        """LaTeX, without dollar signs."""
        if self._latex is None:
            self._latex = "" if self._node is None else latex(self._node)
        return self._latex

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReadAs) and self.text == other.text and self.latex == other.latex

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"ReadAs(text={self.text!r}, latex={self.latex!r})"

    def to_json(self) -> dict[str, object]:
        """``{"text": …, "latex": …}``."""
        return {"text": self.text, "latex": self.latex}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one response, or of one part of it."""

    question: str
    seed: int
    setting: str
    outcome: Outcome
    credit: float
    """0 to 1."""
    points: float
    """The credit times what the question is worth."""
    evidence: Evidence
    message: str = ""
    """What a learner is told, Markdown."""
    mistake: str | None = None
    """The misconception recognised in a wrong answer."""
    read_as: ReadAs | None = None
    caret: tuple[int, int] | None = None
    """Where in the text an invalid response cannot be read: start and end."""
    carried: bool = False
    """Whether the answer is right for the learner's own earlier value."""
    parts: Mapping[str, Verdict] | None = None

    def sentence(self) -> str:
        """What the verdict rests on, for a learner."""
        from quizkit.grading.sentences import sentence

        return sentence(self)

    def _repr_latex_(self) -> str | None:
        """For notebooks: the answer as it was read; None where there is no formula."""
        return None if self.read_as is None else rf"$\displaystyle {self.read_as.latex}$"

    def _repr_markdown_(self) -> str:
        """For notebooks: the outcome, what is said, and what it rests on. What was typed stays text."""
        if self.parts is not None:
            parts = [f"**({part})** {verdict._repr_markdown_()}" for part, verdict in self.parts.items()]
            return "\n\n".join((f"**{self.outcome}**: {self.sentence()}", *parts))
        said = (
            code_span(self.message, 300) if self.outcome == "invalid" else without_tags(self.message.strip())
        )
        read = self._repr_latex_()
        return "\n\n".join(filter(None, (f"**{self.outcome}**", read, said, self.sentence())))

    def to_json(self) -> dict[str, object]:
        """The stable JSON form."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "seed": self.seed,
            "setting": self.setting,
            "outcome": self.outcome,
            "credit": self.credit,
            "points": self.points,
            "mistake": self.mistake,
            "message": self.message,
            "caret": None if self.caret is None else list(self.caret),
            "read_as": None if self.read_as is None else self.read_as.to_json(),
            "carried": self.carried,
            "evidence": self.evidence.to_json(),
            "parts": None
            if self.parts is None
            else {part: verdict.to_json() for part, verdict in self.parts.items()},
        }


Response = str | list[str] | dict[str, "Response"]
"""What was typed: a text, the ids ticked of a ``select``, or a response for each part by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A graded response at a moment in time."""

    question: str
    seed: int
    setting: str
    response: Response
    verdict: Verdict
    at: datetime
    """Aware: with its time zone."""

    def to_json(self) -> dict[str, object]:
        """The attempt as JSON; the moment in ISO form."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "seed": self.seed,
            "setting": self.setting,
            "response": self.response,
            "at": self.at.isoformat(),
            "verdict": self.verdict.to_json(),
        }


def verdict_from_json(stored: Mapping[str, object]) -> Verdict:
    """The verdict whose ``to_json`` this is, exactly. Raises ValueError if it is none."""
    match stored:
        case {
            "question": str(question),
            "seed": int(seed),
            "setting": str(setting),
            "outcome": ("correct" | "partly-correct" | "incorrect" | "invalid" | "undecided") as outcome,
            "credit": int() | float() as credit,
            "points": int() | float() as points,
            "mistake": (str() | None) as mistake,
            "message": str(message),
            "caret": caret,
            "read_as": read_as,
            "carried": bool(carried),
            "evidence": {"kind": str(kind), **details},
            "parts": parts,
        }:
            return Verdict(
                question=question,
                seed=seed,
                setting=setting,
                outcome=outcome,
                credit=credit,
                points=points,
                evidence=Evidence(kind, {str(name): value for name, value in details.items()}),
                message=message,
                mistake=mistake,
                read_as=_read_as(read_as),
                caret=_caret(caret),
                carried=carried,
                parts=_parts(parts),
            )
    raise ValueError("this is no verdict")


def attempt_from_json(stored: Mapping[str, object]) -> Attempt:
    """The attempt whose ``to_json`` this is, exactly. Raises ValueError if it is none."""
    match stored:
        case {
            "question": str(question),
            "seed": int(seed),
            "setting": str(setting),
            "response": (str() | list() | dict()) as response,
            "at": str(at),
            "verdict": dict(verdict),
        }:
            return Attempt(
                question=question,
                seed=seed,
                setting=setting,
                response=response,
                verdict=verdict_from_json(verdict),
                at=datetime.fromisoformat(at),
            )
    raise ValueError("this is no attempt")


def _read_as(stored: object) -> ReadAs | None:
    match stored:
        case None:
            return None
        case {"text": str(line), "latex": str(formula)}:
            return ReadAs.written(line, formula)
    raise ValueError("this is nothing that was read")


def _caret(stored: object) -> tuple[int, int] | None:
    match stored:
        case None:
            return None
        case [int(start), int(end)]:
            return start, end
    raise ValueError("this is no span")


def _parts(stored: object) -> dict[str, Verdict] | None:
    match stored:
        case None:
            return None
        case dict():
            return {str(part): verdict_from_json(verdict) for part, verdict in stored.items()}
    raise ValueError("these are no verdicts on parts")
