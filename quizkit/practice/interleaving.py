"""In which order? No two neighbours of one strategy, where that can be avoided.

Who meets one kind of problem after the other need not decide which strategy it asks for, and learns that
least (Rohrer, Dedrick, Hartwig & Cheung 2019: an effect of 0.8 after a month).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from quizkit.bank.question import Question

APART = 3
"""So many other problems come before a failed question comes back."""


def strategy(question: Question) -> str:
    """What a question asks for: its strategy, else its topic."""
    return question.strategy or question.topic


def interleaved(
    items: Sequence[str],
    kind: Callable[[str], str],
    after: Callable[[str], Collection[str]] = lambda _: (),
) -> list[str]:
    """The items in as nearly this order as can be, with as few neighbours of one kind as possible.

    ``after`` names the items that must come before an item; those that are not there are passed over, and
    so is a circle. It goes before the rule of neighbours, which then is kept where the choice allows.
    """
    rest = list(items)
    ordered: list[str] = []
    left = Counter(map(kind, rest))
    latest: str | None = None
    while rest:
        waiting = set(rest)
        free = [one for one in rest if waiting.isdisjoint(after(one))] or rest
        chosen = _next(free, kind, left, latest)
        rest.remove(chosen)
        ordered.append(chosen)
        latest = kind(chosen)
        left[latest] -= 1
    return ordered


def _next(
    free: Sequence[str], kind: Callable[[str], str], left: Mapping[str, int], latest: str | None
) -> str:
    """The first item after which the rest can still be kept apart; else the most frequent other kind."""
    remaining = sum(left.values()) - 1
    other = [one for one in free if kind(one) != latest]
    tried: set[str] = set()
    for one in other:
        if (own := kind(one)) in tried:
            continue
        tried.add(own)
        # The kind that is taken may not follow at once, so it has every second of the places that are left.
        most = max((count for name, count in left.items() if name != own), default=0)
        if most <= (remaining + 1) // 2 and left[own] - 1 <= remaining // 2:
            return one
    return max(other or free, key=lambda one: left[kind(one)])


def with_comeback(
    rest: Sequence[str],
    failed: str,
    kind: Callable[[str], str],
    spare: Sequence[str] = (),
) -> tuple[str, ...]:
    """What is still to come, with a failed question again after at least ``APART`` others.

    It is placed where no neighbour is of its kind, if there is such a place. Where too few problems are
    left, ``spare`` ones, in their order, fill up; without these, it does not come back in this sitting.
    """
    ahead = list(rest)
    if failed in ahead[APART:]:
        return tuple(ahead)
    spares = [one for one in spare if one != failed and one not in ahead]
    while sum(one != failed for one in ahead) < APART and spares:
        ahead.append(spares.pop(0))
    places = [at for at in range(APART, len(ahead) + 1) if sum(one != failed for one in ahead[:at]) >= APART]
    if not places:
        return tuple(rest)
    own = kind(failed)
    apart = [at for at in places if own not in map(kind, ahead[at - 1 : at + 1])]
    place = (apart or places)[0]
    return (*ahead[:place], failed, *ahead[place:])
