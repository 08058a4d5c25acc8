"""What is kept of a graded answer, so that anybody may judge it again? No clock, no host, no duration.

Two records of the same answer are equal wherever and whenever it was graded, as long as question, variant
and versions are; where a hash or a version differs, it is seen which.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizkit.grading.verdict import Response, Verdict
from quizkit.variants import Variant

SCHEMA = 1
"""The version of the JSON form."""

PACKAGES = ("quizkit", "python-flint")
"""Whose versions a verdict depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answer, what it was an answer to, and what was judged."""

    id: str
    """Of the answer, in the file it comes from."""
    variant: str
    """The hash of the variant: what was shown and asked, with its numbers."""
    question: str
    """The hash of the question as its author wrote it."""
    key: str
    """The hash of the key on this variant."""
    response: Response
    """As it was typed."""
    verdict: Verdict
    engine: Mapping[str, str]
    """The versions that a verdict depends on."""

    def to_json(self) -> dict[str, object]:
        """The record as JSON: the verdict's own keys, with the hashes and versions beside them."""
        judged = self.verdict.to_json()
        return {
            **judged,
            "schema": SCHEMA,
            "id": self.id,
            "response": self.response,
            "hashes": {"variant": self.variant, "question": self.question, "key": self.key},
            "engine": dict(self.engine),
        }


def record_of(variant: Variant, response: Response, verdict: Verdict, *, id: str = "") -> Record:  # noqa: A002 - the word of the form
    """The record of an answer to a variant."""
    key = json.dumps(variant.key, sort_keys=True, ensure_ascii=True)
    return Record(
        id=id,
        variant=variant.hash,
        question=variant.question.hash,
        key=hashlib.blake2b(key.encode(), digest_size=16).hexdigest(),
        response=response,
        verdict=verdict,
        engine=versions(),
    )


@functools.cache
def versions() -> Mapping[str, str]:
    """The versions of the packages that a verdict depends on."""
    import importlib.metadata

    return MappingProxyType({package: importlib.metadata.version(package) for package in PACKAGES})
