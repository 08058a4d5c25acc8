"""The face for programs: one JSON object a line, on stdin what is done, on stdout what comes of it.

    → {"do": "answer", "response": "0.3567"}      ← {"say": "verdict", "verdict": {…}, "tries_left": 1, …}
    → {"do": "hint"}                              ← {"say": "hint", "number": 1, "of": 3, "hint": "…"}

What may be done: ``answer`` (``response``: a text; for several parts an object), ``tick`` (``points``: ids
of the rubric), ``hint``, ``give-up``, ``skip``, ``next``, ``undo``, ``dispute`` (``reason``), ``new-variant``
(``seed``, or chance), ``sure`` (``level``), ``pause``, ``resume``, ``draft`` (``response``), ``quit``. What
is said: ``problem``, ``verdict``, ``hint``, ``rubric``, ``solution``, ``undone``, ``disputed``, ``done``,
``news``, ``refused``, and at last ``summary``. A line that is no such object is refused; nothing changes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from quizkit.cli.chance import fresh_seed, new_id
from quizkit.cli.clock import now
from quizkit.cli.output import flush, say
from quizkit.errors import quoted
from quizkit.grading import Response
from quizkit.practice.keeping import Keeper
from quizkit.practice.session import (
    Continued,
    Event,
    GivenUp,
    HintShown,
    OutOfTurn,
    Paused,
    Renewed,
    Result,
    Resumed,
    Sitting,
    Skipped,
    Sure,
    ladder,
)
from quizkit.variants import Variant

SCHEMA = 1
"""The version of the JSON forms."""
LONGEST = 1_000_000
"""The most characters of a line that are read."""


class Refused(Exception):
    """A line that asks for nothing that can be done."""


def sit_jsonl(keeper: Keeper, plan: Sequence[Variant], options: Mapping[str, object] | None = None) -> None:
    """A sitting for a program at the other end of stdin and stdout, until its plan or the input ends."""
    at = now()
    keeper.begin(new_id(at), plan, at=at, options=options)
    _news(keeper)
    _pose(keeper.sitting)
    while keeper.sitting.phase != "closed":
        line = sys.stdin.readline(LONGEST) if sys.stdin is not None else ""
        if not line:
            break
        if line.strip():
            try:
                _do(keeper, line)
            except (OutOfTurn, Refused) as refusal:
                _say("refused", reason=str(refusal))
            _news(keeper)
    keeper.end(now())
    _news(keeper)
    results = [_result(result) for result in keeper.sitting.results]
    _say("summary", results=results, problems=len(keeper.sitting.plan))


def _do(keeper: Keeper, line: str) -> None:
    """Do what a line asks for, and say what comes of it."""
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise Refused(f"this is no JSON: {error}") from error
    except RecursionError as error:
        raise Refused("this JSON is nested too deeply") from error
    at = now()
    match asked:
        case {"do": "answer", "response": (str() | list() | dict()) as response}:
            _grade(keeper, _checked(keeper.sitting, response), None)
        case {"do": "tick", "points": list(points)} if all(isinstance(point, str) for point in points):
            attempt = keeper.attempt
            if keeper.sitting.phase != "ticking" or attempt is None:
                raise Refused("there is no text to compare with a rubric")
            _grade(keeper, attempt.response, points)
        case {"do": "hint"}:
            _hint(keeper)
        case {"do": "give-up"}:
            _happen(keeper, GivenUp(at=at))
        case {"do": "skip"}:
            _happen(keeper, Skipped(at=at))
        case {"do": "next"}:
            _happen(keeper, Continued(at=at))
        case {"do": "new-variant"}:
            seed = asked.get("seed")
            _happen(keeper, Renewed(seed=seed if isinstance(seed, int) else fresh_seed(), at=at))
        case {"do": "undo"}:
            state = keeper.undo(at)
            _say("undone", phase=state.phase, tries_left=state.tries_left)
        case {"do": "dispute"}:
            _say("disputed", dispute=keeper.dispute(str(asked.get("reason", "")), at))
        case {"do": "sure", "level": int(level)}:
            _happen(keeper, Sure(level=level, at=at))
        case {"do": "pause"}:
            _happen(keeper, Paused(at=at))
        case {"do": "resume"}:
            _happen(keeper, Resumed(at=at))
        case {"do": "draft", "response": (str() | dict()) as draft}:
            keeper.draft({"": draft} if isinstance(draft, str) else draft, at)
            _say("done", do="draft")
        case {"do": "quit"}:
            keeper.end(at)
        case {"do": str(word)}:
            raise Refused(f"{quoted(word)} is nothing that can be done so")
        case _:
            raise Refused('an object such as {"do": "answer", "response": "…"} is expected')


def _checked(sitting: Sitting, response: object) -> Response:
    """The response, if it is one to the present problem. Raises Refused."""
    match response:
        case str() if sitting.variant.question.kind != "parts":
            return response
        case list() if sitting.variant.question.kind == "select" and all(
            isinstance(option, str) for option in response
        ):
            return response
        case dict() if sitting.variant.question.kind == "parts":
            known = {part.id for part in sitting.variant.parts}
            if response.keys() <= known and all(isinstance(text, str) for text in response.values()):
                return {part: response.get(part, "") for part in sorted(known)}
        case _:
            pass
    raise Refused("a response is a text; of several parts, an object of texts by their ids")


def _grade(keeper: Keeper, response: Response, ticks: list[str] | None) -> None:
    event = keeper.sitting.answered(response, now(), ticks=ticks)
    place = keeper.sitting.place
    state = keeper.happen(event)
    verdict = event.attempt.verdict.to_json()
    _say("verdict", verdict=verdict, phase=state.phase, tries_left=state.tries_left, place=place)
    if state.phase == "ticking":
        rubric = [
            {"part": part.id, "id": point.id, "points": point.points, "award": point.award}
            for part in state.variant.parts
            for point in part.rubric
        ]
        _say("rubric", points=rubric)
    if state.phase == "reviewing":
        _solution(state)


def _hint(keeper: Keeper) -> None:
    hints = ladder(keeper.sitting.variant)
    if keeper.sitting.hints == len(hints):
        raise Refused("there are no more hints")
    state = keeper.happen(HintShown(at=now()))
    _say("hint", number=state.hints, of=len(hints), hint=hints[state.hints - 1])


def _happen(keeper: Keeper, event: Event) -> None:
    """Let it happen; a new problem is posed, a solution shown."""
    place = keeper.sitting.place
    state = keeper.happen(event)
    if state.phase == "closed":
        return
    if state.place != place:
        _pose(state)
    elif isinstance(event, GivenUp):
        _solution(state)
    else:
        _say("done", do=type(event).__name__.lower())


def _pose(sitting: Sitting) -> None:
    _say(
        "problem",
        place=sitting.place,
        of=len(sitting.plan),
        tries=sitting.tries_left,
        hints=len(ladder(sitting.variant)),
        problem=sitting.variant.to_json(),
    )


def _solution(sitting: Sitting) -> None:
    variant = sitting.variant
    _say(
        "solution",
        key=variant.key_text(),
        solution=variant.solution,
        parts={part.id: part.solution for part in variant.parts if part.id and part.solution},
        result=_result(sitting.results[-1]),
    )


def _result(result: Result) -> dict[str, object]:
    return {
        "question": result.question,
        "seed": result.seed,
        "ending": result.ending,
        "credit": result.credit,
        "points": result.points,
        "of": result.of,
        "tries": result.tries,
        "hints": result.hints,
        "mistakes": list(result.mistakes),
        "seconds": round(result.seconds, 3),
        "disputed": result.disputed,
    }


def _news(keeper: Keeper) -> None:
    if news := keeper.news():
        _say("news", text=news)


def _say(what: str, **said: object) -> None:
    say(json.dumps({"schema": SCHEMA, "say": what, **said}, ensure_ascii=False))
    flush()
