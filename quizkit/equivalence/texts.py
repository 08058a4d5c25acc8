"""Are two typed expressions equal? Text in, comparison out, for ``quizkit.compare``."""

from __future__ import annotations

from collections.abc import Mapping

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


def compare_texts(expected: str, response: str, symbols: Mapping[str, str] | None = None) -> Comparison:
    """The relation of two expressions.

    ``symbols`` gives the domain of each letter (``{"p": "0 .. 1"}``); then no other letter may occur.
    Without it every letter is a real number, and the sides must agree where both have a value. A side that
    cannot be read makes the comparison ``invalid``; a domain that cannot be read raises Unreadable.
    """
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
    return Frame({**undeclared, **domains}).compare(nodes[0], nodes[1])


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
