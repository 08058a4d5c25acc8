"""Parts in, what came of them out: in order, each with its canaries, no id judged twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quizkit.batch.canaries import prepare, require_health
from quizkit.batch.crew import Crew
from quizkit.batch.judging import Judge, Written, written
from quizkit.batch.parts import Part
from quizkit.batch.seen import Seen
from quizkit.batch.tallies import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part that was judged and written before."""

    tally: Tally
    ids: tuple[int, ...]


def judged_parts(
    parts: Iterable[Part],
    judge: Judge,
    workers: int = 1,
    kept: Callable[[Part], Kept | None] = lambda part: None,
) -> Iterator[tuple[Part, Written | Kept]]:
    """Each part with what came of it, in their order. What was ``kept`` is not judged again.

    Raises SickGrader, WorkerLost, and what reading the parts raises.
    """
    prepare()
    seen = Seen()
    before: deque[tuple[Part, Kept]] = deque()

    def to_judge() -> Iterator[Part]:
        for part in parts:
            known = kept(part)
            if known is None:
                yield part
            else:
                before.append((part, known))

    def known_before(number: int | None) -> Iterator[tuple[Part, Kept]]:
        while before and (number is None or before[0][0].number < number):
            part, known = before.popleft()
            seen.add(known.ids)
            yield part, known

    crew = Crew(lambda part: work(judge, part), workers)
    for part, found in crew.in_order(to_judge()):
        yield from known_before(part.number)
        repeated = seen.repeated(found.ids)
        result = work(judge, part, repeated) if repeated else found
        seen.add(result.ids)
        yield part, result
    yield from known_before(None)


def work(judge: Judge, part: Part, repeated: frozenset[int] = frozenset()) -> Written:
    """What comes of one part, on this or any machine: the whole of what a worker does.

    Raises SickGrader where a known answer gets another verdict than it deserves.
    """
    require_health()
    return written(judge.judged(part, repeated))
