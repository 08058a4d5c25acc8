"""``quizkit interview``: a mock interview, timed and mixed, with no verdict until its end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Annotated

import typer

from quizkit.bank.question import Question
from quizkit.cli.banks import opened
from quizkit.cli.chance import fresh_seed, new_id
from quizkit.cli.clock import now
from quizkit.cli.interview_lines import sit_interview
from quizkit.cli.options import BankPaths, Profile
from quizkit.cli.output import tell
from quizkit.cli.sittings import keeper_of
from quizkit.errors import QuizkitError
from quizkit.practice.blueprint import MINUTES, blueprint, problems_in
from quizkit.practice.selection import NothingToDo
from quizkit.variants import Variant

MOST = 100
"""The most problems of an interview."""


def interview(
    minutes: Annotated[
        float, typer.Option("--minutes", metavar="N", min=1, max=600, help="How long it may take.")
    ] = MINUTES,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", metavar="TOPIC", help="A topic or tag; again for each further one."),
    ] = None,
    problems: Annotated[
        int | None,
        typer.Option("--count", metavar="N", min=1, max=MOST, help="How many problems; 8 in 45 minutes."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same interview.")
    ] = None,
    bank: BankPaths = None,
    profile: Profile = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, also in a terminal.")] = False,
) -> None:
    """Sit a mock interview: timed, mixed, no verdict until the end.

    quizkit interview
    quizkit interview --minutes 20 --topic q25 --topic q29
    quizkit interview --seed 4711

    Answers may be changed until the end. How sure one is, is asked in one key; free texts are compared with
    their rubrics at the end. The report tells results, time, lost points, and whether one was right when
    sure. Who is given the seed sits the same interview.

    Exit code: 0 done, 2 no bank, 3 no question on the topic, 130 interrupted: quizkit resume goes on.
    """
    questions = opened(bank)
    chosen = fresh_seed() if seed is None else seed
    number = problems or problems_in(minutes)
    plan = _variants(
        blueprint(questions, topics=topic or (), count=number, seed=chosen), questions.__getitem__
    )
    words = ["quizkit", "interview", "--minutes", f"{minutes:g}", "--count", str(number)]
    words += [word for each in topic or () for word in ("--topic", each)]
    words += [word for each in bank or () for word in ("--bank", each)]
    tell(f"the same interview again: {shlex.join([*words, '--seed', str(chosen)])}")
    if not plain:
        tell("quizkit: line by line")
    keeper = keeper_of(profile)
    options = {"seed": chosen, "minutes": minutes, "topics": list(topic or ()), "banks": list(bank or ())}
    at = now()
    keeper.begin(new_id(at), plan, at=at, mode="interview", limit=60 * minutes, options=options)
    sit_interview(keeper)


def _variants(plan: list[tuple[str, int]], question: Callable[[str], Question]) -> list[Variant]:
    from quizkit.variants import make_variant

    made = []
    for id_, seed in plan:
        try:
            made.append(make_variant(question(id_), seed=seed))
        except QuizkitError as refusal:
            tell(f"quizkit: left out: {refusal}")
    if not made:
        raise NothingToDo("no question makes a problem")
    return made
