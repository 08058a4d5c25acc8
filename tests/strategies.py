"""Hypothesis strategies that several rooms draw from."""

from fractions import Fraction

from hypothesis import strategies as st

from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import (
    Binary,
    Bracket,
    Call,
    Cases,
    Comparison,
    ComparisonOperator,
    Index,
    Logical,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Percent,
    Word,
)

SHAPES = {
    **dict.fromkeys(("x", "y", "t", "alpha", "lambda", "d_in", "r_w", "yhat", "i", "n"), ()),
    **dict.fromkeys(("p", "q", "z"), (3,)),
    **dict.fromkeys(("W", "A"), (3, 3)),
}
"""The names that the formulas read, and their shapes."""

INTEGERS = frozenset({"i", "n"})
VECTORS = ("p", "q", "z")
MATRICES = ("W", "A")
NUMERALS = ("0", "1", "2", "3", "10", "12", "0.5", "0.25", "2.50", "1e-3", "3.5e4", "0.1", "1024")


def number(numeral: str) -> Number:
    """A number as the parser reads it."""
    value = Fraction(numeral)
    return Number(value.numerator, value.denominator, numeral)


def scalars() -> st.SearchStrategy[Node]:
    """Numbers, and names of numbers."""
    named = st.sampled_from([name for name, shape in SHAPES.items() if shape == ()]).map(Name)
    return st.sampled_from(NUMERALS).map(number) | named


def names() -> st.SearchStrategy[Node]:
    """Declared names and constants."""
    return st.sampled_from([*SHAPES, "e", "pi", "infinity"]).map(Name)


def entries() -> st.SearchStrategy[Node]:
    """Entries by subscript: ``p_1``, ``p_i``, ``W_{1, 2}``."""
    places: st.SearchStrategy[Node] = st.sampled_from([Number(1), Number(2), Number(3), Name("i")])
    shifted = st.builds(Binary, st.just("+"), places, st.just(Number(0)))
    of_vectors = st.builds(
        lambda name, place: Index(Name(name), (place,), 1), st.sampled_from(VECTORS), places | shifted
    )
    of_matrices = st.builds(
        lambda name, row, column: Index(Name(name), (row, column), 1),
        st.sampled_from(MATRICES),
        places,
        places,
    )
    return of_vectors | of_matrices


def formulas(*, author: bool = False, leaves: int = 12) -> st.SearchStrategy[Node]:
    """Trees that the parser can make, over the names of ``SHAPES``; shapes need not fit."""
    numbers = st.sampled_from(NUMERALS).map(number)
    words = st.sampled_from(["rain", "it's", "a b"]).map(Word) if author else st.nothing()
    leaf = st.one_of(numbers, names(), entries(), words)
    return st.recursive(leaf, lambda part: _larger(part, author=author), max_leaves=leaves)


def _larger(part: st.SearchStrategy[Node], *, author: bool) -> st.SearchStrategy[Node]:
    arithmetic = st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "@"]), part, part)
    # A candidate who writes the power of a matrix is asked what it means.
    base = part if author else scalars()
    powers = st.builds(lambda left, right: Binary("^", left, right), base, part)
    chains: st.SearchStrategy[tuple[ComparisonOperator, ...]] = st.sampled_from(
        [("<",), (">=",), ("!=",), ("==",), ("<", "<="), (">", "==", ">=")]
    )
    comparisons = chains.flatmap(
        lambda operators: st.tuples(*[part] * (len(operators) + 1)).map(
            lambda operands: Comparison(operands, operators)
        )
    )
    conditions = comparisons | st.builds(Not, comparisons)
    branches = st.lists(st.tuples(conditions, part), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        arithmetic,
        arithmetic,
        powers,
        st.builds(Negative, part),
        st.builds(Percent, part),
        _calls(part, author=author),
        # In a candidate's row of one entry, spaces separate: [1 and 2].
        st.lists(part, min_size=1 if author else 2, max_size=3).map(lambda items: Bracket(tuple(items))),
        st.lists(st.tuples(part, part), min_size=2, max_size=2).map(
            lambda rows: Bracket(tuple(Bracket(row) for row in rows))
        ),
        conditions,
        st.builds(Logical, st.sampled_from(["and", "or"]), conditions, conditions),
        st.builds(Cases, branches, st.none() | part),
        st.builds(
            lambda base, places: Index(base, tuple(places)),
            st.sampled_from(VECTORS).map(Name) | _calls(part, author=author),
            st.lists(part, min_size=1, max_size=2),
        ),
    )


def _calls(part: st.SearchStrategy[Node], *, author: bool) -> st.SearchStrategy[Node]:
    rows = [row for row in FUNCTIONS.values() if author or not row.author_only]
    return st.sampled_from(rows).flatmap(
        lambda row: st.lists(
            part, min_size=row.least, max_size=row.least + 2 if row.most is None else row.most
        ).map(lambda arguments: Call(row.name, tuple(arguments)))
    )


def trees() -> st.SearchStrategy[Node]:
    """Any tree at all, also those that no text says: negative numbers, empty brackets, foreign words."""
    odd = st.one_of(
        st.builds(Number, st.integers(-(10**12), 10**12), st.integers(1, 10**6)),
        st.builds(Number, st.just(10**4000)),
        st.text(max_size=6).map(Word),
        st.text(min_size=1, max_size=6).map(Name),
        st.just(Bracket(())),
        st.just(Cases((), None)),
    )
    return st.recursive(
        odd | names() | entries(), lambda part: _larger(part, author=True) | _odd(part), max_leaves=10
    )


def _odd(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(lambda left, right: Binary("*", left, right, implicit=True), part, part),
        st.builds(lambda base, place: Index(base, (place,), 1), part, part),
        st.lists(part, max_size=3).map(lambda arguments: Call("f", tuple(arguments))),
        st.lists(st.lists(part, max_size=2).map(lambda row: Bracket(tuple(row))), max_size=2).map(
            lambda rows: Bracket(tuple(rows))
        ),
    )
