"""Are verdicts on random pairs ever wrong, and how many are proved? Judged by mpmath at sixty digits, or 600.

Run by hand, ``python -m tests.benchmarks.fuzz_equality --pairs 100000 --seed 1``. Half of the pairs are a
formula and a rewrite that keeps its value, half a formula and one mutation. A false accept is a mutant that
the judge sees to differ and the ladder calls equal; a false reject is a rewrite that it calls different.
A rewrite that the judge sees to differ is disputed, and listed to be looked at by a person.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from quizkit.equivalence.comparison import Comparison
from quizkit.equivalence.frame import Frame
from quizkit.mathlang.domains import REAL
from quizkit.mathlang.printing import text
from tests.equivalence.growing import Growing
from tests.equivalence.reference import certainly_differ


@dataclass
class Count:
    """What came out."""

    pairs: int = 0
    equal: Counter[str] = field(default_factory=Counter)
    """Evidence by kind, of pairs that are equal."""
    different: Counter[str] = field(default_factory=Counter)
    false_accepts: list[str] = field(default_factory=list)
    false_rejects: list[str] = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)
    """Rewrites that the judge sees to differ: rounded before a jump, even 600 digits may be too few."""
    undecided: int = 0

    @property
    def proved(self) -> float:
        """The part of equal pairs that are proved or identical."""
        sure = self.equal["proved"] + self.equal["identical"] + self.equal["proved-almost-everywhere"]
        return sure / max(1, self.equal.total())

    def lines(self) -> list[str]:
        """The counts, for people."""
        pairs = f"{self.pairs} pairs: {len(self.false_accepts)} false accepts"
        undecided = f"{self.undecided} undecided ({self.undecided / max(1, self.pairs):.2%})"
        equal = f"of {self.equal.total()} equal pairs {self.proved:.2%} are proved or identical"
        return [
            f"{pairs}, {len(self.false_rejects)} false rejects, {undecided}",
            f"{equal}: {dict(self.equal)}",
            f"of {self.different.total()} different pairs: {dict(self.different)}",
            *(f"DISPUTED {line}" for line in self.disputed),
            *(f"FALSE ACCEPT {line}" for line in self.false_accepts),
            *(f"FALSE REJECT {line}" for line in self.false_rejects),
        ]


def count(pairs: int, seed: int, *, report: Callable[[str], None] | None = None) -> Count:
    """The verdicts on so many random pairs."""
    found = Count()
    usual, wide = Growing(seed), Growing(seed, wide=True)
    while found.pairs < pairs:
        expected, response, is_equal = (wide if found.pairs % 3 == 0 else usual).pair()
        differs = certainly_differ(expected, response)
        if differs is None:
            continue
        frame = Frame({"x": REAL, "y": REAL}) if found.pairs % 2 else Frame()
        judge(found, frame.compare(expected, response), is_equal=is_equal, differs=differs)
        if report is not None and found.pairs % 10_000 == 0:
            report(found.lines()[0])
    return found


def judge(found: Count, comparison: Comparison, *, is_equal: bool, differs: bool) -> None:
    """Count one verdict."""
    line = f"{text_of(comparison)}: {comparison.sentence()}"
    kind = comparison.evidence.kind
    found.pairs += 1
    found.undecided += comparison.relation == "undecided"
    if is_equal and differs:
        found.disputed.append(line)
    if differs and not is_equal:
        found.different[kind] += 1
        if comparison.relation == "equal":
            found.false_accepts.append(line)
    elif is_equal or comparison.relation == "equal":
        found.equal[kind] += 1
        if comparison.relation == "different":
            found.false_rejects.append(line)


def text_of(comparison: Comparison) -> str:
    """Both sides."""
    return " | ".join(
        side if isinstance(side, str) else text(side)
        for side in (comparison.expected_side, comparison.response_side)
    )


def main() -> None:
    """Run as many pairs as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    found = count(options.pairs, options.seed, report=print)
    print(*found.lines(), sep="\n")
    sys.exit(bool(found.false_accepts or found.false_rejects))


if __name__ == "__main__":
    main()
