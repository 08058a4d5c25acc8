"""How near do marks stand to each other, and when would they run together?

The rules are TeX's, with columns for its thin and thick spaces: none around ``·`` and ``/``, one around
other binary signs and relations, one beside a function that has no bracket. Where everything is set in
one row, these functions also say which parts keep their meaning only in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from quizkit.mathlang.boxes import Box
from quizkit.mathlang.marks import Accent, Fence, Fraction, Gap, Grid, Kind, Mark, Row, Scripts, Sign, kind

_WORD = re.compile(r"[A-Za-z\u0370-\u03ff]{2,}|[_^]")
_WORD_OR_INDEX = re.compile(r"[A-Za-z\u0370-\u03ff]{2,}|[_^₀-₉ₐ-ₜᵢ-ᵪⱼ]")
_FUNCTION_LETTERS = frozenset("fgσΦφ")
_DIFFERENTIALS = frozenset("∂∇Δδdℓ")

_AWAITING = frozenset(
    ("binary", "tight", "operator", "function", "relation", "opening", "punctuation", "word", "prefix")
)
"""After these an operand must follow, so a minus is its sign."""

Place = Kind | Literal["prefix"]
"""The kind of a mark among its neighbours: a ``prefix`` is a sign such as the minus of −x."""


def places(marks: Sequence[Mark]) -> list[Place]:
    """The kind of every mark in a row, with signs that stand before their only operand told apart."""
    kinds: list[Place] = [kind(mark) for mark in marks]
    for index, own in enumerate(kinds):
        if own not in {"binary", "tight"}:
            continue
        before = kinds[index - 1] if index else "opening"
        after = kinds[index + 1] if index + 1 < len(kinds) else "closing"
        if before in _AWAITING:
            kinds[index] = "prefix"
        elif after in {"relation", "closing", "punctuation"}:
            kinds[index] = "ordinary"
    return kinds


def space(left: Place, right: Place, *, bracket: bool, script: bool) -> int:
    """The columns between two neighbours in a row."""
    if left in {"prefix", "opening"} or right in {"closing", "punctuation"}:
        return 0
    if "relation" in (left, right):
        return int(not script and left != right)
    if "tight" in (left, right):
        return 0
    if "binary" in (left, right) or left == "punctuation":
        return int(not script)
    if left in {"function", "operator"}:
        return int(not bracket)
    return int(right in {"function", "operator"})


def touched(kinds: Sequence[Place], index: int) -> bool:
    """Whether a slanted fraction at this place would run into a neighbour."""
    before = kinds[index - 1] if index else "opening"
    after = kinds[index + 1] if index + 1 < len(kinds) else "closing"
    return before in {"ordinary", "closing", "function"} or after in {
        "ordinary",
        "opening",
        "function",
        "operator",
    }


def run_together(left: Mark, before: Box, right: Mark, after: Box) -> bool:
    """Whether two neighbours would read as one word, or one fraction, without a space between them."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return before.height > 1 and after.height > 1
    if kind(left) == "operator" and opens(right):
        return after.height > 1
    start, end = before.lines[before.baseline], after.lines[after.baseline]
    if not start or not end or not start[-1].isalnum() or kind(left) == "function":
        return False
    if isinstance(right, Fraction) and end.startswith("("):
        return start[-1].isalpha()
    if not end[0].isalnum() or (isinstance(left, Sign) and left.text in _DIFFERENTIALS and len(start) == 1):
        return False
    if start.replace(".", "").isdecimal():
        return bool(_WORD.search(end)) or end[0].isdecimal()
    return bool(_WORD_OR_INDEX.search(start) or _WORD_OR_INDEX.search(end))


def opens(mark: Mark) -> bool:
    """Whether a mark begins with a bracket, so that a function may stand right before it."""
    match mark:
        case Sign(kind=own):
            return own == "opening"
        case Fence(left=left) | Grid(left=left):
            return bool(left)
        case Scripts(base=base):
            return opens(base)
        case Row(parts=(first, *_)):
            return opens(first)
        case _:
            return False


def _solid(mark: Mark) -> tuple[Mark, ...]:
    """The marks of a row without its gaps."""
    if isinstance(mark, Row):
        parts = tuple(part for part in mark.parts if not isinstance(part, Gap))
        return _solid(parts[0]) if len(parts) == 1 else parts
    return (mark,)


def is_atom(mark: Mark) -> bool:
    """Whether a mark can be raised or put under a root without brackets."""
    match _solid(mark):
        case (Sign() | Fence() | Accent(),):
            return True
        case (Scripts(base=base, above=None),):
            return is_atom(base)
        case (Grid(left=left),):
            return bool(left)
        case ():
            return True
        case _:
            return False


def is_factor(mark: Mark) -> bool:
    """Whether a mark can stand behind a slanted bar without brackets."""
    parts = _solid(mark)
    match parts:
        case (Fraction(),):
            return False
        case () | (_,):
            return True
        case (Sign(text=text), second) if text in _DIFFERENTIALS:
            return is_factor(second)
        case (first, second) if kind(first) == "function":
            return opens(second) or is_atom(second)
        case (first, *rest):
            return _is_group(parts) or (_is_group(rest) and _is_call(first, rest))
    return False


def _is_call(head: Mark, brackets: Sequence[Mark]) -> bool:
    """Whether f(x), and not a product such as b(1 - b), is what stands here."""
    match head:
        case Scripts(base=base) | Accent(base=base):
            return _is_call(base, brackets)
        case Sign(text=text, kind=own):
            if own == "function" or text in _FUNCTION_LETTERS:
                return True
            inside = brackets[0].inside if isinstance(brackets[0], Fence) else Row(tuple(brackets[1:-1]))
            plain = not {"binary", "tight", "prefix"} & set(places(_solid(inside)))
            return own == "ordinary" and text[:1].isalpha() and (plain or len(text) > 1)
        case _:
            return False


def _is_group(parts: Sequence[Mark]) -> bool:
    """Whether marks begin with a bracket that only the last of them closes."""
    if len(parts) == 1:
        return opens(parts[0])
    depth = 0
    for place, mark in enumerate(parts):
        own = kind(mark)
        depth += (own == "opening") - (own == "closing")
        if depth <= 0:
            return own == "closing" and place == len(parts) - 1
    return False


def is_term(mark: Mark) -> bool:
    """Whether a mark can stand before a slanted bar without brackets."""
    parts = _solid(mark)
    if len(parts) == 1:
        return True
    depth = 0
    for index, place in enumerate(places(parts)):
        depth -= place == "closing"
        if depth <= 0 and place in {"binary", "relation", "operator", "punctuation"}:
            return False
        if depth <= 0 and place == "function" and not (index + 1 < len(parts) and opens(parts[index + 1])):
            return False
        depth += place == "opening"
    return True
