"""What was answered before? In a file of JSON lines, or in one's own history, for ``diff``."""

from __future__ import annotations

import json

from quizkit.cli.places import history_path
from quizkit.errors import HistoryError, quoted
from quizkit.practice.history import History
from quizkit.workshop.diff import Answered


def answered(line: str) -> Answered:
    """The attempt on a line: what ``Record.to_json`` or ``Attempt.to_json`` wrote.

    Raises ValueError, which says what is missing.
    """
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this is no JSON") from None
    return answer_of(said)


def kept() -> list[Answered]:
    """The attempts in the learner's own history, where there is one that can be read."""
    path = history_path()
    if not path.exists():
        return []
    try:
        with History.open(path, read_only=True) as history:
            return [answer_of(attempt) for attempt in history.attempts()]
    except HistoryError:
        return []


def answer_of(said: object) -> Answered:
    """The attempt that a record or an attempt tells. Raises ValueError, which says what is missing."""
    if not isinstance(said, dict):
        raise ValueError("expected an object: a record or an attempt")  # noqa: TRY004 - of the line
    # An attempt keeps its verdict apart, a record is one.
    judged = said.get("verdict", said)
    hashes = said.get("hashes", {})
    match said, judged, hashes:
        case (
            {"question": str(question), "seed": int(seed), "response": response},
            {"outcome": str(outcome), "credit": int() | float() as credit},
            dict(hashes),
        ) if isinstance(response, str | list | dict) and not isinstance(seed, bool):
            given = said.get("given")
            return Answered(
                question=question,
                seed=seed,
                given=given if isinstance(given, dict) else None,
                response=response,
                outcome=outcome,
                credit=float(credit),
                variant=str(hashes.get("variant", "")),
            )
    known = {**said, **(judged if isinstance(judged, dict) else {})}
    wanted = ("question", "seed", "response", "outcome", "credit")
    missing = next((name for name in wanted if name not in known), None)
    if missing is None:
        raise ValueError("a value of another type than a record or an attempt has")
    raise ValueError(f"the key {quoted(missing)} is missing")
