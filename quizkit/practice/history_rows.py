"""How sittings and reviews stand in the rows of a history: plain values on one side, text on the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from quizkit.practice.reviews import Mode, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One problem of a plan, and what it was when it was planned."""

    question: str
    """The id."""
    seed: int
    content: str = ""
    """The hash of the question."""
    variant: str = ""
    """The hash of the variant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSitting:
    """A sitting as it was begun."""

    id: str
    mode: Mode
    started: datetime
    plan: tuple[Planned, ...]
    options: Mapping[str, object]
    """What it was begun with: banks, minutes, topics."""
    ended: datetime | None = None


def moment(at: datetime) -> str:
    """A moment in the form in which text sorts by time. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def as_text(value: object) -> str:
    """JSON in one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def plan_text(plan: tuple[Planned, ...]) -> str:
    """A plan as JSON."""
    return as_text([[one.question, one.seed, one.content, one.variant] for one in plan])


def sitting_of(row: tuple[object, ...]) -> StoredSitting:
    """A row of ``id, mode, started, ended, plan, options``. Raises ValueError for one that is none."""
    id_, mode, started, ended, plan, options = row
    return StoredSitting(
        id=str(id_),
        mode="interview" if mode == "interview" else "practice",
        started=datetime.fromisoformat(str(started)),
        ended=None if ended is None else datetime.fromisoformat(str(ended)),
        plan=tuple(
            Planned(question=str(question), seed=int(seed), content=str(content), variant=str(variant))
            for question, seed, content, variant in json.loads(str(plan))
        ),
        options=json.loads(str(options)),
    )


def review_to_json(review: Review) -> dict[str, object]:
    """A review as JSON, its moment in ISO form."""
    return {**asdict(review), "at": moment(review.at), "mistakes": list(review.mistakes)}


def review_from_json(stored: Mapping[str, object]) -> Review:
    """The review that ``review_to_json`` wrote. Raises ValueError if it is none."""
    match stored:
        case {"at": str(at), "mistakes": list(mistakes), **rest}:
            said = {**rest, "at": datetime.fromisoformat(at), "mistakes": tuple(map(str, mistakes))}
            try:
                return Review(**said)  # type: ignore[arg-type]
            except TypeError as error:
                raise ValueError(f"this is no review: {error}") from error
    raise ValueError("this is no review")
