"""What is right in a wrong answer? A term, a factor, a numerator, an entry: whatever certainly is.

Every part named is the learner's own, and was found equal to a part of the key by the same comparison that
judges whole answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizkit.errors import QuizkitError
from quizkit.grading.lookup import projected
from quizkit.grading.marking import Marking
from quizkit.mathlang.nodes import Binary, Bracket, Index, Negative, Node, Number, names
from quizkit.mathlang.printing import text

MAX_PARTS = 8
MAX_ENTRIES = 16
MAX_SHOWN = 48


def merits(marking: Marking, node: Node) -> str:
    """What is right in a wrong formula; nothing where nothing certainly is."""
    return next((found for found in _merits(marking, node) if found), "")


def _merits(marking: Marking, node: Node) -> Iterator[str]:
    key = marking.study.written_out
    yield _right_entries(marking, key, node)
    yield _of_fraction(marking, key, node)
    yield _shared(marking, _terms(key), _terms(node), "term")
    yield _shared(marking, _factors(key), _factors(node), "factor")


def _right_entries(marking: Marking, key: Node, node: Node) -> str:
    """Which entries of a vector or matrix are right."""
    places: Sequence[tuple[int, ...]]
    match marking.study.shape:
        case (size,) if size <= MAX_ENTRIES:
            places = [(place,) for place in range(size)]
        case (rows, columns) if rows * columns <= MAX_ENTRIES:
            places = [(row, column) for row in range(rows) for column in range(columns)]
        case _:
            return ""
    right = [place for place in places if _is_equal(marking, _entry(key, place), _entry(node, place))]
    return right_entries_sentence([tuple(at + 1 for at in place) for place in right], len(places))


def right_entries_sentence(right: Sequence[tuple[int, ...]], count: int) -> str:
    """``Entries 1 and 3 are right.`` Nothing where none or all are."""
    if not 0 < len(right) < count:
        return ""
    shown = [str(place[0]) if len(place) == 1 else f"({', '.join(map(str, place))})" for place in right]
    if len(shown) == 1:
        return f"Entry {shown[0]} is right."
    return f"Entries {', '.join(shown[:-1])} and {shown[-1]} are right."


def _entry(node: Node, place: tuple[int, ...]) -> Node:
    if isinstance(node, Bracket):
        inner = node.items[place[0]]
        return inner if len(place) == 1 else _entry(inner, place[1:])
    return Index(node, tuple(Number(at) for at in place))


def _of_fraction(marking: Marking, key: Node, node: Node) -> str:
    match _without_sign(key), _without_sign(node):
        case Binary("/", top, bottom), Binary("/", own_top, own_bottom):
            if _has_letters(marking, own_top) and _is_equal(marking, top, own_top):
                return "The numerator is right, the denominator is not."
            if _has_letters(marking, own_bottom) and _is_equal(marking, bottom, own_bottom):
                return "The denominator is right, the numerator is not."
        case _:
            pass
    return ""


def _without_sign(node: Node) -> Node:
    return node.operand if isinstance(node, Negative) else node


def _shared(marking: Marking, key: Sequence[Node], own: Sequence[Node], what: str) -> str:
    """Which terms or factors of the answer are among those of the key."""
    if not 1 < len(own) <= MAX_PARTS or len(key) > MAX_PARTS:
        return ""
    points = marking.study.points
    known = [(part, values) for part in key if (values := points.values(part)) is not None]
    found = []
    for part in own:
        values = points.values(part)
        if values is None or not _has_letters(marking, part):
            continue
        near = 1e-9 * (1e-30 + max(map(abs, values)))
        if any(
            abs(projected(values) - projected(others)) <= near and _is_equal(marking, other, part)
            for other, others in known
            if len(others) == len(values)
        ):
            found.append(_shown(part))
    if not found or len(found) == len(own):
        return ""
    if len(found) == 1:
        return f"The {what} {found[0]} is right, the rest is not."
    return f"The {what}s {', '.join(found[:-1])} and {found[-1]} are right, the rest is not."


def _terms(node: Node) -> list[Node]:
    match node:
        case Binary("+", left, right):
            return _terms(left) + _terms(right)
        case Binary("-", left, right):
            return _terms(left) + [_negated(term) for term in _terms(right)]
        case Negative(operand) if isinstance(operand, Binary) and operand.operator in {"+", "-"}:
            return [_negated(term) for term in _terms(operand)]
        case _:
            return [node]


def _negated(node: Node) -> Node:
    return node.operand if isinstance(node, Negative) else Negative(node)


def _factors(node: Node) -> list[Node]:
    match node:
        case Binary("*", left, right):
            return _factors(left) + _factors(right)
        case Binary("/", left, _):
            return _factors(left)
        case Negative(operand):
            return _factors(operand)
        case _:
            return [node]


def _has_letters(marking: Marking, node: Node) -> bool:
    return not names(node).isdisjoint(marking.variant.body.symbolic)


def _is_equal(marking: Marking, expected: Node, own: Node) -> bool:
    try:
        return marking.compare(expected, own).relation == "equal"
    except QuizkitError:
        return False


def _shown(node: Node) -> str:
    written = text(node)
    return f"`{written if len(written) <= MAX_SHOWN else written[: MAX_SHOWN - 1] + '…'}`"
