"""Which cases does a proof go through? Cells: the signs of some polynomials.

A cell is closed: where |x| is x because x > 0, it is so at x = 0 too. Only where something jumps (``step``,
cases) the place itself, x = 0, is a cell of its own. A cell that certainly holds no point needs no proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import fmpz_mpoly

Form: TypeAlias = Mapping[tuple[int, ...], Fraction]
"""A polynomial as a linear form in its monomials."""

MAX_FORMS = 60
"""Inequalities that one elimination may hold."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """The sign of a polynomial in a cell: 1, -1 or 0."""

    key: str
    polynomial: fmpz_mpoly
    sign: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A case: all assumptions hold."""

    assumptions: tuple[Assumption, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, int], ...]:
        """What tells cells apart."""
        return tuple((assumption.key, assumption.sign) for assumption in self.assumptions)

    @property
    def is_thin(self) -> bool:
        """Whether some polynomial is 0 in the cell, so that it is only a boundary of others."""
        return any(assumption.sign == 0 for assumption in self.assumptions)

    def extended(self, key: str, polynomial: fmpz_mpoly, sign: int) -> Cell:
        """The cell with one more assumption."""
        return Cell((*self.assumptions, Assumption(key, polynomial, sign)))

    def bounded_by(self, key: str, polynomial: fmpz_mpoly) -> Cell:
        """The boundary of the cell where a polynomial is 0."""
        kept = tuple(assumption for assumption in self.assumptions if assumption.key != key)
        return Cell((*kept, Assumption(key, polynomial, 0)))


def is_empty(cell: Cell, positive: Iterable[fmpz_mpoly]) -> bool:
    """Whether no point meets the assumptions, the other polynomials being positive.

    Every monomial is taken for an unknown of its own, and unknowns are eliminated from the inequalities
    one by one; so what is called empty certainly is.
    """
    strict: list[Form] = [_form(polynomial, 1) for polynomial in positive]
    for assumption in cell.assumptions:
        if assumption.sign:
            strict.append(_form(assumption.polynomial, assumption.sign))
        else:
            # Both signs of a polynomial that is 0 are not positive; only its use by others is kept.
            strict = [_without(form, _form(assumption.polynomial, 1)) for form in strict]
    return _contradict(strict)


def _form(polynomial: fmpz_mpoly, sign: int) -> dict[tuple[int, ...], Fraction]:
    return {
        exponents: Fraction(sign * int(coefficient))
        for exponents, coefficient in polynomial.to_dict().items()
    }


def _without(form: Form, zero: Form) -> Form:
    """The form with one monomial expressed by the others of a form that is 0."""
    pivot = next((monomial for monomial in zero if any(monomial)), None)
    if pivot is None or pivot not in form:
        return form
    return _combined(form, zero, Fraction(1), -form[pivot] / zero[pivot])


def _combined(a: Form, b: Form, p: Fraction, q: Fraction) -> Form:
    found = {monomial: p * a.get(monomial, 0) + q * b.get(monomial, 0) for monomial in {**a, **b}}
    return {monomial: coefficient for monomial, coefficient in found.items() if coefficient}


def _contradict(forms: Sequence[Form]) -> bool:
    """Whether the forms cannot all be positive (Fourier and Motzkin's elimination)."""
    waiting = list(forms)
    while True:
        kept = []
        for form in waiting:
            if all(not any(monomial) for monomial in form):
                if sum(form.values()) <= 0:
                    return True
            else:
                kept.append(form)
        if not kept:
            return False
        monomials = {monomial for form in kept for monomial in form if any(monomial)}
        counts = {monomial: _pairs(kept, monomial) for monomial in monomials}
        pivot = min(sorted(monomials), key=counts.__getitem__)
        above = [form for form in kept if form.get(pivot, 0) > 0]
        below = [form for form in kept if form.get(pivot, 0) < 0]
        waiting = [form for form in kept if pivot not in form]
        waiting += [
            _combined(high, low, -low[pivot], high[pivot]) for high, low in itertools.product(above, below)
        ]
        if len(waiting) > MAX_FORMS:
            return False


def _pairs(forms: Sequence[Form], monomial: tuple[int, ...]) -> int:
    signs = [form[monomial] > 0 for form in forms if monomial in form]
    return sum(signs) * (len(signs) - sum(signs))
