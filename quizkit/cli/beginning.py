"""How does ``quizkit practice`` begin? The plan, and the shell that shows it; without Typer.

Typer, and pydantic behind it, cost more than everything else on the way to the first problem. So words that
are plainly meant are read here; whatever else is said, wrong or new, is for Typer to read, or to refuse.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from quizkit.bank.index import entry_name, forget_entry, load_entry, save_entry
from quizkit.cli.banks import opened
from quizkit.cli.chance import fresh_seed, new_id
from quizkit.cli.opening import no_screen
from quizkit.cli.output import tell
from quizkit.errors import QuizkitError
from quizkit.practice.selection import DEFAULT_COUNT, NothingToDo, choose

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.practice.keeping import Keeper
    from quizkit.tui.screens.problem import Begin
    from quizkit.variants import Variant

MOST = 500
"""The most problems of a sitting."""
_DIGITS = 18
"""Numbers of more digits are left to Typer."""


class Wishes(TypedDict, total=False):
    """What ``quizkit practice`` was asked for."""

    topic: str
    count: int
    seed: int
    plain: bool
    jsonl: bool


def plain_wishes(words: Sequence[str]) -> Wishes | None:
    """The wishes that these words tell, as Typer would read them; None if they are not plain."""
    wishes = Wishes()
    rest = iter(words)
    for word in rest:
        if word == "--plain":
            wishes["plain"] = True
            continue
        if word == "--jsonl":
            wishes["jsonl"] = True
            continue
        value = next(rest, "-")
        if word == "--topic" and not value.startswith("-"):
            wishes["topic"] = value
        elif word == "--count" and _is_number(value) and 1 <= int(value) <= MOST:
            wishes["count"] = int(value)
        elif word == "--seed" and _is_number(value):
            wishes["seed"] = int(value)
        else:
            return None
    return wishes


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


def begin(
    *,
    topic: str | None = None,
    count: int | None = None,
    seed: int | None = None,
    bank: Sequence[str] | None = None,
    profile: str | None = None,
    due: bool = False,
    mistakes: bool = False,
    plain: bool = False,
    jsonl: bool = False,
) -> None:
    """Open a sitting: in the terminal app, line by line, or for a program."""
    questions = opened(bank)
    many = DEFAULT_COUNT if count is None else count
    wish = wish_of(topic, many)
    chosen = kept_seed(wish) if seed is None else seed
    if due or mistakes:
        plan = _wanted(questions, topic, count, chosen, profile, due=due, mistakes=mistakes)
    else:
        plan = choose(questions.subjects, topic=topic, count=many, seed=chosen)
    options = {"banks": list(bank or ()), "topic": topic, "seed": chosen}
    if plain or jsonl or no_screen():
        from quizkit.cli.sittings import keeper_of

        gc.enable()
        problems = _variants(questions, plan)
        if jsonl:
            from quizkit.cli.jsonl import sit_jsonl

            sit_jsonl(keeper_of(profile), problems, options)
        else:
            from quizkit.cli.plain import sit

            sit(problems, keeper_of(profile), options)
        return
    from quizkit.tui import open_sitting

    def ahead() -> Sequence[tuple[str, int]]:
        """The same again where its seed was named; else a new plan, whose seed is kept."""
        if seed is not None:
            return plan
        following = fresh_seed()
        keep_seed(wish, following)
        return choose(questions.subjects, topic=topic, count=many, seed=following)

    open_sitting(questions, plan, None if due or mistakes else ahead, begin_in(profile, options))


def begin_in(profile: str | None, options: Mapping[str, object]) -> Begin:
    """What begins a sitting in the history of a profile. ``options``: what ``resume`` needs to know of it."""

    def begin_here(plan: Sequence[Variant], at: datetime) -> Keeper:
        from quizkit.cli.sittings import keeper_of

        keeper = keeper_of(profile)
        keeper.begin(new_id(at), plan, at=at, options=options)
        return keeper

    return begin_here


def _wanted(
    questions: Bank,
    topic: str | None,
    count: int | None,
    seed: int,
    profile: str | None,
    *,
    due: bool,
    mistakes: bool,
) -> Sequence[tuple[str, int]]:
    """What is due, and what went wrong lately, by the history of a profile."""
    from quizkit.cli.clock import today
    from quizkit.cli.due import kept_memories, kept_reviews
    from quizkit.practice.selection import select

    return select(
        questions,
        day=today(),
        memories=kept_memories(profile),
        reviews=kept_reviews(profile) if mistakes else (),
        topic=topic,
        due=due,
        mistakes=mistakes,
        count=count,
        seed=seed,
    )


def wish_of(topic: str | None, count: int) -> str:
    """The name under which the seed of the next sitting of this kind is kept."""
    return entry_name("next", json.dumps([topic, count]).encode())


def keep_seed(wish: str, seed: int) -> None:
    """Keep a seed that was drawn ahead, so that its first problem can be made ahead too."""
    save_entry(wish, {"seed": seed})


def kept_seed(wish: str) -> int:
    """The seed that was drawn ahead, which serves once; without one, a seed drawn now."""
    found = load_entry(wish)
    forget_entry(wish)
    match found:
        case ({"seed": int(seed)}, _):
            return seed
    return fresh_seed()


def _variants(bank: Bank, plan: Sequence[tuple[str, int]]) -> list[Variant]:
    """The problems of a plan; a question that makes none is named and left out."""
    from quizkit.variants import make_variant

    made = []
    for question, seed in plan:
        try:
            made.append(make_variant(bank[question], seed=seed))
        except QuizkitError as refusal:
            tell(f"quizkit: left out: {refusal}")
    if not made:
        raise NothingToDo("no question makes a problem")
    return made
