"""How does a seed become a variant? Tries, until a draw is accepted.

Seed s gives the first accepted try of s, of at most 200. Chosen values stand in for draws; the others follow
the seed as if nothing had been chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizkit.bank.constants import Constant, constant_text
from quizkit.bank.grids import resolved
from quizkit.bank.laws import Draw, dependencies, shown
from quizkit.bank.question import Question
from quizkit.errors import (
    NoVariant,
    SeedOutOfRange,
    Unreadable,
    VariantError,
    WhereFails,
    printable,
    quoted,
)
from quizkit.mathlang.arrays import Value
from quizkit.mathlang.balls import Exact, Workings
from quizkit.variants.chosen import admitted
from quizkit.variants.draws import bound_value, drawn, exact_value
from quizkit.variants.keys import key_of
from quizkit.variants.options import ShownOption, Unfit, shown_options
from quizkit.variants.parsed import ParsedBody, parsed
from quizkit.variants.refusals import Acceptance, Objection, broken_condition, fault_of_keys
from quizkit.variants.settings import SETTING, Values, choose, drawn_setting
from quizkit.variants.streams import Stream
from quizkit.variants.valueless import NO_VALUE
from quizkit.variants.variant import (
    GivenValue,
    PosedTask,
    Variant,
    filling,
    given_value,
    variant_hash,
    workings_of,
)

TRIES = 200
"""The most draws that are tried for one seed."""
SEEDS = 2**63
"""Seeds are below this."""
_REASONS_TOLD = 3


def make_variant(
    question: Question, seed: int | None = None, given: Mapping[str, object] | None = None
) -> Variant:
    """The question with the numbers of this seed (0 if none is given).

    ``given`` chooses values instead of drawing them, ``{"p": "0.7"}``, and ``setting`` the setting. Raises
    SeedOutOfRange, UnknownGiven, OutsideDomain, OffGrid, WhereFails or NoVariant, all of them ValueErrors.
    Raises Unreadable where a text of the question cannot be filled.
    """
    fixed_seed = _checked_seed(seed)
    try:
        setting, chosen = choose(question, fixed_seed, dict(given or {}))
        made = _made(question, setting, fixed_seed, chosen)
    except VariantError as refusal:
        raise type(refusal)(f"{question.id}: {refusal}") from None
    except Unreadable as unfilled:
        told = f"{question.id}: {unfilled.message}"
        raise Unreadable(told, unfilled.start, unfilled.end, kind=unfilled.kind) from None
    if isinstance(made, Variant):
        return made
    raise _refusal(question, made, chosen)


def acceptance(question: Question, seeds: Iterable[int]) -> Acceptance:
    """How many draws these seeds take, and why the others are refused."""
    total = Acceptance()
    for seed in seeds:
        made = _made(question, drawn_setting(question, seed, tuple(question.bodies)), seed, {})
        total += made.acceptance
    return total


def tried(question: Question, seed: int) -> Iterator[tuple[str, Mapping[str, GivenValue]]]:
    """The setting and the givens of each draw that a seed tries, in order, before anything is asked of it."""
    setting = drawn_setting(question, seed, tuple(question.bodies))
    body = parsed(question, setting)
    for attempt in range(TRIES if _is_random(body, {}) else 1):
        stream = Stream(question=question.id, setting=setting, seed=seed, attempt=attempt)
        values = _drawn(body, stream, {})
        if not isinstance(values, Objection):
            yield setting, _told(values)


def _told(values: Mapping[str, Constant]) -> dict[str, GivenValue]:
    return {name: given_value(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class _Failure:
    """All tries of a seed, and what refused them."""

    acceptance: Acceptance
    objections: tuple[Objection, ...]


def _checked_seed(seed: int | None) -> int:
    if seed is None:
        return 0
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise SeedOutOfRange(f"a seed is a whole number from 0 to 2^63 - 1, not {quoted(repr(seed))}")
    return seed


# From tries to a variant.


def _made(question: Question, setting: str, seed: int, chosen: Values) -> Variant | _Failure:
    """The first accepted try of a seed, or what refused all of them."""
    body = parsed(question, setting)
    objections: list[Objection] = []
    for attempt in range(TRIES if _is_random(body, chosen) else 1):
        stream = Stream(question=question.id, setting=setting, seed=seed, attempt=attempt)
        made = one_try(question, body, stream, chosen, objections)
        if isinstance(made, Variant):
            return made
        _raise_if_certain(made, body, chosen)
        objections.append(made)
    return _Failure(_acceptance(objections), tuple(objections))


def _is_random(body: ParsedBody, chosen: Values) -> bool:
    """Whether another try may draw something else."""
    pools = (task.task for task in body.tasks.values())
    return bool(body.draws.keys() - chosen.keys()) or any(
        task.choose_correct is not None or task.choose_wrong is not None for task in pools
    )


def _acceptance(objections: Sequence[Objection], *, accepted: int = 0) -> Acceptance:
    reasons = Counter(objection.reason for objection in objections)
    return Acceptance(tries=len(objections) + accepted, accepted=accepted, reasons=dict(reasons))


def _raise_if_certain(objection: Objection, body: ParsedBody, chosen: Values) -> None:
    """Raise for what no other draw could mend: the chosen values alone break a condition."""
    if objection.condition is None or not chosen:
        return
    if body.givens_of(objection.condition) <= chosen.keys():
        raise WhereFails(f"the chosen values break the condition {objection.reason.removeprefix('breaks ')}")


def _refusal(question: Question, failure: _Failure, chosen: Values) -> VariantError:
    """The error for a seed without a variant."""
    refusals = [objection.refusal for objection in failure.objections if objection.refusal is not None]
    conditions = [objection.reason for objection in failure.objections if objection.condition is not None]
    if chosen and len(refusals) == len(failure.objections):
        return type(refusals[0])(f"{question.id}: {refusals[0]}")
    if chosen and len(refusals) + len(conditions) == len(failure.objections):
        broken = " and ".join(reason.removeprefix("breaks ") for reason in dict.fromkeys(conditions))
        return WhereFails(f"{question.id}: with the chosen values no draw keeps the condition {broken}")
    tries = failure.acceptance.tries
    worst = failure.acceptance.worst_first()[:_REASONS_TOLD]
    if tries == 1:
        return NoVariant(f"{question.id}: the draw is not accepted: {worst[0][0]}")
    told = ", ".join(f"{reason} ({count})" for reason, count in worst)
    return NoVariant(f"{question.id}: none of {tries} draws is accepted: {told}")


def one_try(
    question: Question,
    body: ParsedBody,
    stream: Stream,
    chosen: Values,
    before: Sequence[Objection] = (),
) -> Variant | Objection:
    """One draw: a variant, or what speaks against it."""
    values = _drawn(body, stream, chosen)
    if isinstance(values, Objection):
        return values
    exact: dict[str, Value[Exact]] = {name: exact_value(value) for name, value in values.items()}
    if set(question.bodies) != {""}:
        exact[SETTING] = stream.setting
    workings = Workings(exact, body.formulas)
    if broken := broken_condition(body, workings):
        return broken
    optioned = _options(body, workings, stream)
    if isinstance(optioned, Objection):
        return optioned
    workings, options = optioned
    by_part = {part: workings_of(workings, body, part) for part in body.tasks}
    if fault := fault_of_keys(body, by_part):
        return fault
    accepted = _acceptance(before, accepted=1)
    return _variant(
        question,
        body,
        stream,
        values=values,
        workings=workings,
        by_part=by_part,
        options=options,
        accepted=accepted,
    )


def _drawn(body: ParsedBody, stream: Stream, chosen: Values) -> dict[str, Constant] | Objection:
    """The value of every given, chosen or drawn."""
    values: dict[str, Constant] = {}
    for name, draw in body.draws.items():
        try:
            ready = resolved(draw, lambda node: bound_value(node, values)) if name in body.bound else draw
        except (Unreadable, *NO_VALUE) as fault:
            return Objection(f"{name}: {fault}")
        if name not in chosen:
            try:
                values[name] = drawn(ready, stream, name)
            except NoVariant as unlucky:
                return Objection(str(unlucky))
            continue
        try:
            values[name] = admitted(name, chosen[name], ready)
        except VariantError as refusal:
            if not _follows(body, draw, chosen):
                raise
            told = f"{name} = {printable(constant_text(chosen[name]))} is outside {shown(draw)}"
            return Objection(told, refusal=type(refusal)(told))
    return values


def _follows(body: ParsedBody, draw: Draw, chosen: Values) -> bool:
    """Whether what a draw admits may change with other draws."""
    return any(name not in chosen or _follows(body, body.draws[name], chosen) for name in dependencies(draw))


def _options(
    body: ParsedBody, workings: Workings, stream: Stream
) -> tuple[Workings, dict[str, tuple[ShownOption, ...]]] | Objection:
    """The options of every part; a part with one right option is known by its id to what follows."""
    options: dict[str, tuple[ShownOption, ...]] = {}
    for part, task in body.tasks.items():
        options[part] = ()
        if task.task.kind not in {"choice", "select"}:
            continue
        fill = filling(workings_of(workings, body, part), body, part).fill
        shown = shown_options(task.task, workings, stream, body.read, fill)
        if isinstance(shown, Unfit):
            return Objection(f"{part}: {shown.reason}" if part else shown.reason)
        options[part] = shown
        if part and task.task.kind == "choice":
            right = next(option.id for option in shown if option.correct)
            workings = workings.replaced({part: right})
    return workings, options


def _variant(
    question: Question,
    body: ParsedBody,
    stream: Stream,
    *,
    values: Mapping[str, Constant],
    workings: Workings,
    by_part: dict[str, Workings],
    options: Mapping[str, tuple[ShownOption, ...]],
    accepted: Acceptance,
) -> Variant:
    parts = tuple(_posed(body, by_part[part], part, options[part]) for part in body.tasks)
    only_part = parts[0].id if len(parts) == 1 else None
    whole = filling(workings if only_part is None else by_part[only_part], body, only_part)
    given = _told(values)
    prompt = whole.fill(body.body.prompt)
    key = key_of(body, workings, options)
    only = parts[0] if len(parts) == 1 and not parts[0].id else None
    return Variant(
        question=question,
        seed=stream.seed,
        setting=stream.setting,
        given=given,
        prompt=prompt,
        parts=parts,
        hints=tuple(map(whole.fill, body.body.hints)) + (only.hints if only else ()),
        solution=whole.fill(body.body.solution) or (only.solution if only else ""),
        key=key,
        hash=variant_hash(
            question=question.id,
            setting=stream.setting,
            given=given,
            prompt=prompt,
            parts=parts,
            key=key,
        ),
        acceptance=accepted,
        workings=workings,
        body=body,
        _by_part=by_part,
    )


def _posed(body: ParsedBody, workings: Workings, part: str, options: tuple[ShownOption, ...]) -> PosedTask:
    task = body.tasks[part].task
    fill = filling(workings, body, part).fill
    return PosedTask(
        id=part,
        task=task,
        ask=fill(task.ask),
        options=options,
        hints=tuple(map(fill, task.hints)),
        solution=fill(task.solution),
    )
