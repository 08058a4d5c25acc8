"""Which operations make up a question's formulas? One hash-consed arena of scalar nodes.

The key and all responses of a question share an arena: what is written twice, even by different people,
is one node with one number, evaluated once. A node never changes, and its arguments always have smaller
numbers; so a walk over nodes in order meets every argument before it is needed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq

Entry: TypeAlias = tuple[str, int, int, int]
"""An operation and the numbers of its arguments; -1 where it has fewer than three. Leaves have none."""

Leaf: TypeAlias = "fmpq | bool | str | Coordinate | None"
"""What a leaf holds: a rational, a decided condition, a word, a coordinate; None: infinity, undefined."""

CONDITIONS = frozenset({"truth", "less", "equal", "and", "or", "not"})
"""Operations whose result is a condition."""

SWITCHES = frozenset({"abs", "sign", "floor", "ceil", "max", "min", "less", "equal", "choose"})
"""Operations that are not analytic: agreement on one side of them says nothing of the other."""

COMMUTATIVE = frozenset({"add", "multiply", "max", "min", "equal", "and", "or"})

_MODULUS = (1 << 61) - 1
_STEP = 0x1E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Coordinate:
    """One entry of a symbol; of a scalar symbol, entry 0."""

    symbol: str
    entry: int


class Arena:
    """Nodes by number. ``marks`` order arguments the same way whatever was graded before."""

    __slots__ = ("_keys", "_places", "coordinates", "leaves", "marks", "nodes", "switched", "symbolic")

    def __init__(self) -> None:
        self.nodes: list[Entry] = []
        self.leaves: list[Leaf] = []
        """For each node what it holds if it is a leaf, else None."""
        self.marks: list[int] = []
        """A number made from a node's content alone, not from its place."""
        self.symbolic: list[int] = []
        """Which of ``coordinates`` occur in the node, as the bits of a whole number; 0 if none does."""
        self.coordinates: dict[Coordinate, int] = {}
        """The entries of symbols that were met, and the number of the bit of each."""
        self.switched: list[bool] = []
        """Whether a switch with a symbol under it occurs in the node."""
        self._keys: list[object] = []
        self._places: dict[object, int] = {}

    def __len__(self) -> int:
        return len(self.nodes)

    def leaf(self, operation: str, content: Leaf) -> int:
        """The node of a leaf."""
        # A fraction's own hash is slow to find.
        key: object = (content.p, content.q) if isinstance(content, fmpq) else (operation, content)
        place = self._places.get(key)
        if place is not None:
            return place
        mark = zlib.crc32(f"{operation} {content}".encode()) * _STEP % _MODULUS
        symbolic = self._bit(content) if isinstance(content, Coordinate) else 0
        return self._append(key, (operation, -1, -1, -1), content, mark, symbolic=symbolic, switched=False)

    def _bit(self, coordinate: Coordinate) -> int:
        return 1 << self.coordinates.setdefault(coordinate, len(self.coordinates))

    def node(self, operation: str, a: int, b: int = -1, c: int = -1) -> int:
        """The node of an operation on nodes; arguments that may be exchanged are put in order."""
        marks = self.marks
        if operation in COMMUTATIVE and (marks[a], a) > (marks[b], b):
            a, b = b, a
        key = (operation, a, b, c)
        place = self._places.get(key)
        if place is not None:
            return place
        mark = _CODES.get(operation) or _code(operation)
        symbolic = 0
        switched = False
        for argument in (a, b, c):
            if argument >= 0:
                mark = (mark * _STEP + marks[argument]) % _MODULUS
                symbolic |= self.symbolic[argument]
                switched = switched or self.switched[argument]
        if symbolic and operation in SWITCHES:
            switched = True
        return self._append(key, key, None, mark, symbolic=symbolic, switched=switched)

    def _append(
        self, key: object, entry: Entry, content: Leaf, mark: int, *, symbolic: int, switched: bool
    ) -> int:
        place = len(self.nodes)
        self._places[key] = place
        self._keys.append(key)
        self.nodes.append(entry)
        self.leaves.append(content)
        self.marks.append(mark)
        self.symbolic.append(symbolic)
        self.switched.append(switched)
        return place

    def truncate(self, size: int) -> None:
        """Forget all nodes from number ``size`` on."""
        for key in self._keys[size:]:
            del self._places[key]
        for column in (self.nodes, self.leaves, self.marks, self.symbolic, self.switched, self._keys):
            del column[size:]

    def occurring(self, roots: Iterable[int]) -> list[Coordinate]:
        """The entries of symbols that occur in some nodes."""
        bits = 0
        for root in roots:
            bits |= self.symbolic[root]
        return [coordinate for coordinate, bit in self.coordinates.items() if bits >> bit & 1]

    def arguments(self, place: int) -> tuple[int, ...]:
        """The arguments of a node."""
        return tuple(argument for argument in self.nodes[place][1:] if argument >= 0)

    def reached(self, roots: Iterable[int]) -> list[int]:
        """The roots and everything below them, arguments first."""
        seen = set(roots)
        waiting = list(seen)
        nodes = self.nodes
        while waiting:
            _, a, b, c = nodes[waiting.pop()]
            for argument in (a, b, c):
                if argument >= 0 and argument not in seen:
                    seen.add(argument)
                    waiting.append(argument)
        return sorted(seen)

    def exact(self, place: int) -> fmpq | None:
        """The rational that a node is, if it is one."""
        leaf = self.leaves[place]
        return leaf if isinstance(leaf, fmpq) else None

    def is_condition(self, place: int) -> bool:
        """Whether a node is true or false rather than a number."""
        return self.nodes[place][0] in CONDITIONS

    def described(self, roots: Iterable[int]) -> bytes:
        """The content of some nodes, the same whatever else the arena holds."""
        listed = list(roots)
        names: dict[int, int] = {}
        lines = []
        for place in self._in_content_order(listed):
            names[place] = len(names)
            operation, a, b, c = self.nodes[place]
            below = " ".join(str(names[argument]) for argument in (a, b, c) if argument >= 0)
            lines.append(f"{operation} {below or self.leaves[place]}")
        lines.append(" ".join(str(names[root]) for root in listed))
        return "\n".join(lines).encode()

    def _in_content_order(self, roots: list[int]) -> list[int]:
        """The nodes below the roots, arguments first, in an order that numbers do not decide."""
        order: dict[int, None] = {}
        waiting = [(root, False) for root in reversed(roots)]
        while waiting:
            place, is_open = waiting.pop()
            if place in order:
                continue
            if is_open:
                order[place] = None
                continue
            waiting.append((place, True))
            waiting.extend((argument, False) for argument in reversed(self.arguments(place)))
        return list(order)


_CODES: dict[str, int] = {}


def _code(operation: str) -> int:
    code = zlib.crc32(operation.encode()) * _STEP % _MODULUS
    _CODES[operation] = code
    return code
