"""Are two typed expressions equal? Text in, comparison out, for ``quizkit.compare``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizkit.equivalence.comparison import Comparison, Side
from quizkit.equivalence.evidence import Unread
from quizkit.equivalence.frame import Frame
from quizkit.errors import Unreadable
from quizkit.mathlang.domains import UNDECLARED, Domain, parse_domain
from quizkit.mathlang.functions import CONSTANTS
from quizkit.mathlang.nodes import Node, names
from quizkit.mathlang.parser import read
from quizkit.mathlang.scope import Scope
from quizkit.mathlang.shapes import infer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTexts:
    """Two typed expressions as they were read, and where their letters live."""

    expected: Node
    response: Node
    domains: Mapping[str, Domain]

    def compared(self, salt: bytes = b"") -> Comparison:
        """Their relation, by the ladder."""
        return Frame(self.domains, salt=salt).compare(self.expected, self.response)


def compare(
    expected: str, response: str, symbols: Mapping[str, str] | None = None, *, salt: bytes = b""
) -> Comparison:
    """The relation of two expressions.

    ``symbols`` gives the domain of each letter (``{"p": "0 .. 1"}``); then no other letter may occur.
    Without it every letter is a real number, and the sides must agree where both have a value. A side that
    cannot be read makes the comparison ``invalid``; a domain that cannot be read raises Unreadable. With a
    ``salt`` nobody who does not know it can tell at which points a comparison is decided that is only
    sampled: for exams.
    """
    texts = read_texts(expected, response, symbols)
    return texts if isinstance(texts, Comparison) else texts.compared(salt)


def read_texts(
    expected: str, response: str, symbols: Mapping[str, str] | None = None
) -> ReadTexts | Comparison:
    """Two expressions as they are read; the ``invalid`` comparison if one cannot be."""
    domains = {name: parse_domain(domain) for name, domain in (symbols or {}).items()}
    scope = scope_of(domains)
    nodes: list[Node] = []
    sides: tuple[tuple[Side, str], ...] = (("expected", expected), ("response", response))
    for side, typed in sides:
        try:
            node = read(typed, scope).node
            infer(node, scope.shapes)
        except Unreadable as unreadable:
            return Comparison(
                relation="invalid",
                evidence=unread(unreadable),
                expected_side=expected,
                response_side=response,
                invalid_side=side,
            )
        nodes.append(node)
    undeclared = {name: UNDECLARED for node in nodes for name in names(node) if name not in CONSTANTS}
    return ReadTexts(expected=nodes[0], response=nodes[1], domains={**undeclared, **domains})


def scope_of(domains: Mapping[str, Domain]) -> Scope:
    """How formulas of these symbols are read; without any, every name is a real number."""
    return Scope(
        shapes={name: domain.shape for name, domain in domains.items()},
        integers=frozenset(
            name for name, domain in domains.items() if domain.kind == "integers" and not domain.shape
        ),
        open=not domains,
    )


def unread(unreadable: Unreadable) -> Unread:
    """Why a text cannot be read, as evidence."""
    return Unread(
        kind=unreadable.kind,
        message=unreadable.message,
        start=unreadable.start,
        end=unreadable.end,
        readings=unreadable.readings,
    )
