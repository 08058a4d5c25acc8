"""How much work may one comparison do? Every limit of this room, in one place.

All are counted, none is timed: so the same two formulas meet the same limit on every machine, in any
thread and under any load. A comparison that meets one is *undecided* and names it.
"""

from __future__ import annotations

from quizkit.errors import LimitReached

MAX_NODES = 10_000
"""New nodes that lowering one side may add to the arena."""

MAX_LOWERINGS = 100_000
"""Operations that lowering one side may ask for, whether or not they make a new node."""

ROOM = 400
"""Nodes that responses may add beside the key's before the arena is cut back to the key's own."""

MAX_INSTANCES = 400
"""Values of index symbols (the ``i`` of ``p_i``) at which both sides are written out."""

MAX_BALL_WORK = 300_000
"""Ball operations at up to 333 bits; one with more bits counts for more."""

MAX_BITS = 20_000
"""The most bits of any ball."""

FOLDED_BITS = 256
"""A rational constant with more bits than this is left as the operation that made it.

So a term that vanishes beside another stays visible as a term, and is not lost in one long fraction.
"""

SWEEP_POINTS = 96
"""Points of mixed scale at which floats look for suspects."""

MAX_OVERFLOWS = 2
"""Suspects that balls judge although floats overflowed there, which alone makes suspects of equal sides."""

MAX_COMBINATIONS = 64
"""Finite domains with at most this many joint values are tried in full."""

MAX_SUSPECTS = 12
"""Suspects that balls judge with more than 128 bits."""

MAX_THRESHOLDS = 24
"""Places of one coordinate at which a formula may switch."""

MAX_SWITCH_POINTS = 120
"""Points on, beside, between and beyond such places."""

FRESH_POINTS = 8
"""Points, derived from the answer itself, that must agree before two sides count as equal."""

MAX_STUCK = 24
"""Points that even the most bits leave open, before the search is given up."""

MAX_DRAWS = 320
"""Points drawn in search of those where both sides are defined and a question's conditions hold."""

MAX_ASSIGNMENTS = 16
"""Truth values of conditions that both sides share, tried one by one."""

MAX_PROOF_WORK = 150_000
"""Terms of polynomials that one proof may touch."""

MAX_TERMS = 400
"""Terms of one polynomial in a proof."""

MAX_DEGREE = 400
"""The degree of one polynomial in a proof."""

MAX_ROOT = 24
MAX_MULTIPLE = 48
"""The finest root, and the highest multiple, by which exp(x/2) and exp(3x) are seen to be related."""

MAX_FACTORED_TERMS = 80
MAX_FACTORED_DEGREE = 64
"""The largest polynomial that is factored."""

MAX_PROOF_BITS = 512
"""The size of a rational number in a proof."""

MAX_PRIME_BITS = 80
"""The size of a whole number that is factored."""

MAX_KERNELS = 96
"""Coordinates and kernels of one proof."""

MAX_RESTARTS = 8
"""How often one proof may start again with finer kernels: exp(x/2) in place of exp(x)."""

MAX_CELLS = 120
"""Cases of the signs of polynomials into which one proof may split."""

MAX_ASSUMPTIONS = 9
"""Signs that define one such case."""

MAX_COMMON_POINTS = 28
"""Points tried in search of one where both sides of a proof have a value."""

MAX_PROOF_DEPTH = 120
"""How deeply nested a formula may be to be proved."""

SLOW_OPERATIONS = frozenset({"erf", "erfc"})
"""Operations that cost about eight times as much as an exponential."""


class Work:
    """The ball operations that one comparison has done so far."""

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = 0

    def charge(self, operations: int, bits: int) -> None:
        """Count some operations at a precision. Raises LimitReached when there were too many."""
        self.done += operations if bits <= 333 else int(operations * (bits / 333) ** 1.5)
        if self.done > MAX_BALL_WORK:
            raise LimitReached("ball operations", MAX_BALL_WORK)
