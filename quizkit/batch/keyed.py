"""What does an answer get that came with its own key? A comparison, told as a verdict.

A key that cannot be read is nobody's mistake but the row's: ``undecided``, with the evidence ``key``.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import assert_never

from quizkit.batch.refusals import BadRow
from quizkit.equivalence import Comparison, Frame
from quizkit.equivalence.comparison import Relation
from quizkit.equivalence.evidence import Unread
from quizkit.equivalence.texts import read_texts
from quizkit.errors import Unreadable
from quizkit.grading.verdict import Evidence, Outcome, ReadAs, Response, Verdict

log = logging.getLogger("quizkit.batch")

_FAULT = "A fault of ours: this answer could not be judged. No mark is lost."


class Key:
    """A key as a row brings it; holds what is known of it while its answers are judged."""

    def __init__(self, expected: str, symbols: Mapping[str, str] | None) -> None:
        self._expected = expected
        self._symbols = None if symbols is None else dict(symbols)
        self._frame: Frame | None = None
        self._domains: Mapping[str, object] | None = None
        self.key_hash = _hash(expected)
        self.hash = self.question_hash = _hash(json.dumps([expected, self._symbols], sort_keys=True))

    def verdict(self, response: Response) -> Verdict:
        """The verdict on a response. Raises BadRow for one that is no text.

        Nothing else is raised: a fault of ours is ``undecided``.
        """
        if not isinstance(response, str):
            raise BadRow("ROW303", "a row with a key of its own has one text as its response")
        if not self._expected.strip():
            return _undecided("key", {}, "the key is blank")
        try:
            return _verdict(self._compared(response))
        except Unreadable as unreadable:
            # Of a domain, or of two sides that cannot be put together.
            return _undecided("key", {}, f"the key cannot be used: {unreadable.message}")
        except Exception:
            # Whatever goes wrong in here is our fault, and our faults never cost a mark.
            log.exception("a fault while comparing with a key of a row")
            return _undecided("fault", {}, _FAULT)

    def _compared(self, response: str) -> Comparison:
        texts = read_texts(self._expected, response, self._symbols)
        if isinstance(texts, Comparison):
            return texts
        if self._frame is None or texts.domains != self._domains:
            self._frame, self._domains = Frame(texts.domains), texts.domains
        return self._frame.compare(texts.expected, texts.response)


def _verdict(comparison: Comparison) -> Verdict:
    evidence = comparison.evidence
    if comparison.relation == "invalid" and isinstance(evidence, Unread):
        if comparison.invalid_side == "expected":
            return _undecided("key", {}, f"the key cannot be read: {evidence.message}")
        details: dict[str, object] = {"readings": list(evidence.readings)} if evidence.readings else {}
        return _told(
            "invalid",
            Evidence(evidence.kind, details),
            message=evidence.message,
            caret=(evidence.start, evidence.end),
        )
    told = evidence.to_json()
    kind = str(told.pop("kind"))
    side = comparison.response_side
    return _told(
        _outcome(comparison.relation),
        Evidence(kind, told),
        message=f"This could not be decided: {evidence.sentence()}. No mark is lost."
        if comparison.relation == "undecided"
        else "",
        read_as=None if isinstance(side, str) else ReadAs(side),
    )


def _outcome(relation: Relation) -> Outcome:
    match relation:
        case "equal":
            return "correct"
        case "different":
            return "incorrect"
        case "invalid":
            return "invalid"
        case "undecided":
            return "undecided"
        case _:
            assert_never(relation)


def _undecided(kind: str, details: Mapping[str, object], message: str) -> Verdict:
    return _told("undecided", Evidence(kind, details), message=message)


def _told(
    outcome: Outcome,
    evidence: Evidence,
    *,
    message: str = "",
    caret: tuple[int, int] | None = None,
    read_as: ReadAs | None = None,
) -> Verdict:
    credit = 1.0 if outcome == "correct" else 0.0
    return Verdict(
        question="",
        seed=0,
        setting="",
        outcome=outcome,
        credit=credit,
        points=credit,
        evidence=evidence,
        message=message,
        caret=caret,
        read_as=read_as,
    )


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
