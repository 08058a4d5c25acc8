"""What is wrong with a question, and on how many of its variants? Faults become problems at their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from quizkit.bank.question import Question
from quizkit.errors import Problem, Severity, printable
from quizkit.variants import GivenValue, Variant

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something of a question stands: line, column, and the line as written."""

    line: int
    column: int
    source: str


Locate = Callable[[Question, str, Path, int | None], Spot]
"""The spot of a path of keys in a question's setting; with an offset, of a character of its text."""

_DRAWN_LIMIT = 200
"""How much of a variant's numbers is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, whichever variant shows it."""

    code: str
    message: str
    path: Path = ()
    setting: str = ""
    offset: int | None = None
    """The character of the text at the path, where one is meant."""
    severity: Severity = "error"
    counted: bool = True
    """Whether it is said how many variants show it."""
    most: int = 1
    """Of how many variants it is told what they show."""


def advised(code: str, path: Path, message: str, *, setting: str = "", offset: int | None = None) -> Fault:
    """A piece of advice at a place."""
    return Fault(
        code=code,
        message=message,
        path=path,
        setting=setting,
        offset=offset,
        severity="advice",
        counted=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Problem):
    """A problem that variants show."""

    shown: str = ""
    """What the first of them shows: its numbers, and what came of them."""
    more: tuple[str, ...] = ()
    """The same of a few others, where one alone may say little."""

    def drawn(self) -> str:
        """The message with its line and a caret below it, then what the variants show, a line each."""
        # Slots make a new class, which the short form of super does not know.
        told = Problem.drawn(self)
        return "\n    ".join(filter(None, [told, self.shown, *self.more]))


@dataclass(slots=True)
class Tally:
    """The faults of one question, each with what the variants show that have it."""

    question: Question
    locate: Locate
    variants: int = 0
    faults: dict[Fault, list[str]] = field(default_factory=dict)
    fixes: dict[Fault, str] = field(default_factory=dict)
    """How to mend a fault, where something is known of it."""

    @property
    def is_clean(self) -> bool:
        """Whether no error was met so far."""
        return not any(fault.severity == "error" for fault in self.faults)

    def note(self, fault: Fault, shown: str = "") -> None:
        """One more variant shows this fault."""
        self.faults.setdefault(fault, []).append(shown)

    def problems(self) -> tuple[Shown, ...]:
        """The faults as problems, those that settings share told once, in the order of the file."""
        merged: dict[tuple[Spot, str, str], tuple[Fault, list[str]]] = {}
        for fault, shown in self.faults.items():
            spot = self.locate(self.question, fault.setting, fault.path, fault.offset)
            merged.setdefault((spot, fault.code, fault.message), (fault, []))[1].extend(shown)
        found = [self._problem(spot, *entry) for (spot, _, _), entry in merged.items()]
        return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))

    def _problem(self, spot: Spot, fault: Fault, shown: list[str]) -> Shown:
        count = f", on {len(shown)} of {self.variants} variants" if fault.counted else ""
        return Shown(
            code=fault.code,
            file=self.question.file,
            line=spot.line,
            column=spot.column,
            message=fault.message + count,
            severity=fault.severity,
            source=spot.source,
            question=self.question.id,
            fix=self.fixes.get(fault, ""),
            shown=shown[0],
            more=tuple(shown[1 : fault.most]),
        )


def base_of(part: str) -> Path:
    """The keys that lead to a part; none of a question without parts."""
    return ("parts", part) if part else ()


def numbers_of(variant: Variant, *, by_seed: bool) -> str:
    """What tells a variant apart: its seed where it has one of its own, and what is drawn."""
    drawn = [f"{name} = {_written(value)}" for name, value in variant.given.items()]
    if variant.setting:
        drawn.insert(0, f"setting {variant.setting}")
    told = printable(", ".join(drawn), _DRAWN_LIMIT)
    if not by_seed:
        return told or "its only variant"
    return f"seed {variant.seed} ({told})" if told else f"seed {variant.seed}"


def _written(value: GivenValue) -> str:
    return f"[{', '.join(map(_written, value))}]" if isinstance(value, tuple) else str(value)
