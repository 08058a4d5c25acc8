"""Of which irreducible polynomials is a polynomial the product? Found once for each."""

from __future__ import annotations

from typing import TypeAlias

from flint import fmpz_mpoly

from quizkit.equivalence.limits import MAX_FACTORED_DEGREE, MAX_FACTORED_TERMS
from quizkit.equivalence.quotients import GivesUp, Ring, content_of

Factored: TypeAlias = "tuple[int, list[tuple[fmpz_mpoly, int]]]"
"""A whole number, and the irreducible factors with their exponents."""


class Factors:
    """The factors of polynomials of one ring."""

    __slots__ = ("_found", "_ring")

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._found: dict[str, Factored] = {}

    def of(self, p: fmpz_mpoly) -> Factored:
        """The factors of a polynomial. Raises GivesUp if it is too large."""
        if len(p) == 1:
            powers = zip(self._ring.generators, p.degrees(), strict=True)
            return int(p.leading_coefficient()), [(generator, int(e)) for generator, e in powers if e]
        degree = p.total_degree()
        if degree == 1:
            content = content_of(p)
            return content, [(p // self._ring.whole(content) if content != 1 else p, 1)]
        key = str(p)
        known = self._found.get(key)
        if known is None:
            if len(p) > MAX_FACTORED_TERMS or degree > MAX_FACTORED_DEGREE:
                raise GivesUp("factors")
            self._ring.budget.charge(len(p) * degree * 8)
            try:
                whole, factors = p.factor()
            except OverflowError:  # python-flint orders factors by coefficients that fit a machine word
                raise GivesUp("factors") from None
            known = self._found[key] = int(whole), [(factor, int(e)) for factor, e in factors]
        return known
