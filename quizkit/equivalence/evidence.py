"""What can a verdict on two expressions rest on?

Evidence is a closed union; each kind knows its JSON form for programs and its sentence for people, and says
no more than it is: what was sampled is not worded as proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from quizkit.equivalence.readable import Shown
from quizkit.equivalence.seen import Seen
from quizkit.errors import UnreadableKind
from quizkit.mathlang.arrays import Shape, describe

Engine: TypeAlias = Literal["ladder", "sympy"]
"""Who found out. Evidence that comes from SymPy says so; that of the ladder does not name it."""


def _named(engine: Engine) -> dict[str, object]:
    return {} if engine == "ladder" else {"engine": engine}


_PROVED_BY: Mapping[Engine, str] = {
    "ladder": "proved by exact algebra",
    "sympy": "proved by SymPy (it brings the difference to 0)",
}
_NEITHER = "SymPy finds neither a proof nor a difference"


@dataclass(frozen=True, slots=True)
class Identical:
    """Both sides are the same formula."""

    kind: ClassVar[Literal["identical"]] = "identical"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind}

    def sentence(self) -> str:
        """For people."""
        return "both are the same formula, up to the order of terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Both sides agree wherever they were tried; that is strong evidence and no proof."""

    kind: ClassVar[Literal["sampled"]] = "sampled"
    points: int
    digits: int
    domain: Seen | None = None
    """A point at which one side has no value; it did not count."""
    exception: Seen | None = None
    """A single point at which the values differ; it did not count."""

    def to_json(self) -> dict[str, object]:
        """For programs."""
        found: dict[str, object] = {"kind": self.kind, "points": self.points, "digits": self.digits}
        if self.domain is not None:
            found["domain"] = self.domain.to_json()
        if self.exception is not None:
            found["except"] = self.exception.to_json()
        return found

    def sentence(self) -> str:
        """For people."""
        points = "1 point" if self.points == 1 else f"{self.points} points"
        sentence = f"both agree at {points} to {self.digits} digits; that is not a proof"
        if self.domain is not None:
            sentence += f". Not counted: {self.domain.sentence()}"
        if self.exception is not None:
            sentence += f". Not counted, a single point: {self.exception.sentence()}"
        return sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Both sides are equal by exact algebra, wherever both have a value."""

    kind: ClassVar[Literal["proved"]] = "proved"
    domain: Seen | None = None
    """A point at which one side has no value; it did not count."""
    engine: Engine = "ladder"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        found = {"kind": self.kind, **_named(self.engine)}
        if self.domain is not None:
            found["domain"] = self.domain.to_json()
        return found

    def sentence(self) -> str:
        """For people."""
        sentence = _PROVED_BY[self.engine]
        if self.domain is None:
            return sentence
        return f"{sentence} where both have a value. Not counted: {self.domain.sentence()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedAlmostEverywhere:
    """Both sides are equal by exact algebra, but perhaps just where one of them jumps."""

    kind: ClassVar[Literal["proved-almost-everywhere"]] = "proved-almost-everywhere"
    domain: Seen | None = None
    """A point at which one side has no value; it did not count."""
    exception: Seen | None = None
    """A single point at which the values differ, if one is known."""
    engine: Engine = "ladder"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        found: dict[str, object] = {
            "kind": self.kind,
            **_named(self.engine),
            "except": None if self.exception is None else self.exception.to_json(),
        }
        if self.domain is not None:
            found["domain"] = self.domain.to_json()
        return found

    def sentence(self) -> str:
        """For people."""
        sentence = f"{_PROVED_BY[self.engine]} but for single places where one side jumps"
        if self.exception is not None:
            sentence += f": {self.exception.sentence()}"
        if self.domain is not None:
            sentence += f". Not counted: {self.domain.sentence()}"
        return sentence


@dataclass(frozen=True, slots=True)
class _AtPoint:
    """What both sides are worth at a point."""

    seen: Seen

    @property
    def point(self) -> Mapping[str, Shown]:
        """The symbols' values."""
        return self.seen.point

    @property
    def expected(self) -> str:
        """The expected value there."""
        return self.seen.expected

    @property
    def response(self) -> str:
        """The response's value there."""
        return self.seen.response

    def sentence(self) -> str:
        """For people."""
        return self.seen.sentence()


@dataclass(frozen=True, slots=True)
class Witness(_AtPoint):
    """A point at which the values certainly differ."""

    kind: ClassVar[Literal["witness"]] = "witness"
    engine: Engine = "ladder"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, **_named(self.engine), **self.seen.to_json()}


@dataclass(frozen=True, slots=True)
class OneSided(_AtPoint):
    """A point at which one side certainly has a value and the other certainly has none."""

    kind: ClassVar[Literal["domain"]] = "domain"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, **self.seen.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherShape:
    """One is a number, vector or matrix of another size than the other."""

    kind: ClassVar[Literal["shape"]] = "shape"
    expected: Shape
    response: Shape

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, "expected": list(self.expected), "response": list(self.response)}

    def sentence(self) -> str:
        """For people."""
        return f"{describe(self.expected)} is expected, and yours is {describe(self.response)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """A counted limit was met."""

    kind: ClassVar[Literal["limit"]] = "limit"
    name: str
    value: int

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, "name": self.name, "value": self.value}

    def sentence(self) -> str:
        """For people."""
        if self.name == "points":
            return f"no point was found, of {self.value:,} tried, where both sides have a value"
        return f"the work allowed for one comparison ran out ({self.name}: {self.value:,})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """Both sides agree wherever they were tried, but a formula by cases needs more, and so does SymPy."""

    kind: ClassVar[Literal["unproved"]] = "unproved"
    points: int
    engine: Engine = "ladder"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, **_named(self.engine), "points": self.points}

    def sentence(self) -> str:
        """For people."""
        points = "1 point" if self.points == 1 else f"{self.points} points"
        if self.engine == "sympy":
            return f"both agree at {points}, but SymPy finds no proof" if self.points else _NEITHER
        return (
            f"both agree at {points}, but a formula with cases, max or |x| needs a proof, and none was found"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of ours; it says nothing of the answer."""

    kind: ClassVar[Literal["fault"]] = "fault"
    message: str

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, "message": self.message}

    def sentence(self) -> str:
        """For people."""
        return f"a fault of quizkit, not of the answer: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Text that cannot be read as a formula."""

    kind: UnreadableKind
    message: str
    start: int
    end: int
    readings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "kind": self.kind,
            "message": self.message,
            "caret": [self.start, self.end],
            "readings": list(self.readings),
        }

    def sentence(self) -> str:
        """For people."""
        return self.message


Evidence: TypeAlias = (
    Identical
    | Proved
    | ProvedAlmostEverywhere
    | Sampled
    | Witness
    | OneSided
    | OtherShape
    | Limited
    | Unproved
    | Fault
    | Unread
)
"""What a comparison rests on."""
