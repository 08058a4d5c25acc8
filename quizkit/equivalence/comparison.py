"""What is the relation of two expressions, and what does that rest on?

A ``Comparison`` never says more than its evidence: what was sampled is not worded as proved. Evidence is
a closed union; each kind knows its JSON form for programs and its sentence for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from quizkit.equivalence.readable import Shown, as_json, inline
from quizkit.errors import UnreadableKind
from quizkit.mathlang.arrays import Shape, describe
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.printing import text

EqualityPolicy = Literal["everywhere", "almost everywhere", "same domain", "common domain"]
"""Where two expressions must agree.

``everywhere``: at every point of the declared domain; a single point at which one side has no value is
reported and does not count. ``almost everywhere``: single points do not count at all. ``same domain``:
wherever one side has a value the other has the same. ``common domain``: where both have a value.
"""

Relation = Literal["equal", "different", "undecided", "invalid"]
Side = Literal["expected", "response"]

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the two sides are worth at one point, where they are seen to differ."""

    point: Mapping[str, Shown]
    """The symbols' values, exactly; empty if no symbol occurs."""
    expected: str
    response: str
    entry: tuple[int, ...] = ()
    """Which entry of a vector or matrix, counted from 1; empty for numbers."""

    def to_json(self) -> dict[str, object]:
        """For programs."""
        entry = {"entry": list(self.entry)} if self.entry else {}
        return {
            "point": {name: as_json(shown) for name, shown in self.point.items()},
            "expected": self.expected,
            "response": self.response,
            **entry,
        }

    def sentence(self) -> str:
        """``at x = 2 the expected value is 0.11 and yours is 0.24``."""
        place = ", ".join(f"{name} = {inline(shown)}" for name, shown in self.point.items())
        entry = f"in entry {', '.join(map(str, self.entry))}" if self.entry else ""
        where = ", ".join(part for part in (f"at {place}" if place else "", entry) if part)
        return (
            f"{where}{' ' if where else ''}the expected value is {self.expected} and yours is {self.response}"
        )


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


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the values certainly differ."""

    kind: ClassVar[Literal["witness"]] = "witness"
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

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, **self.seen.to_json()}

    def sentence(self) -> str:
        """For people."""
        return self.seen.sentence()


@dataclass(frozen=True, slots=True)
class OneSided:
    """A point at which one side certainly has a value and the other certainly has none."""

    kind: ClassVar[Literal["domain"]] = "domain"
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

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, **self.seen.to_json()}

    def sentence(self) -> str:
        """For people."""
        return self.seen.sentence()


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
    """Both sides agree wherever they were tried, but in a formula by cases that is not enough."""

    kind: ClassVar[Literal["unproved"]] = "unproved"
    points: int

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, "points": self.points}

    def sentence(self) -> str:
        """For people."""
        points = "1 point" if self.points == 1 else f"{self.points} points"
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
    Identical | Sampled | Witness | OneSided | OtherShape | Limited | Unproved | Fault | Unread
)
"""What a comparison rests on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation and its evidence: what a rung of the ladder comes to, if it decides."""

    relation: Relation
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The relation of two expressions, its evidence, and both sides as they were read."""

    relation: Relation
    evidence: Evidence
    expected_side: Node | str
    """The expected formula; its text if it cannot be read."""
    response_side: Node | str
    invalid_side: Side | None = field(default=None)

    @property
    def expected(self) -> str:
        """The expected formula as it was read; written when it is asked for, since few are shown."""
        return _written(self.expected_side)

    @property
    def response(self) -> str:
        """The response as it was read."""
        return _written(self.response_side)

    def to_json(self) -> dict[str, object]:
        """The form of design.md, for programs."""
        return {
            "schema": SCHEMA,
            "relation": self.relation,
            "evidence": self.evidence.to_json(),
            "expected": self.expected,
            "response": self.response,
            "invalid_side": self.invalid_side,
        }

    def sentence(self) -> str:
        """For people: ``different: at x = 2 the expected value is 0.11 and yours is 0.24``."""
        if self.invalid_side == "expected":
            return f"invalid: the expected side cannot be read: {self.evidence.sentence()}"
        return f"{self.relation}: {self.evidence.sentence()}"


def _written(side: Node | str) -> str:
    return side if isinstance(side, str) else text(side)
