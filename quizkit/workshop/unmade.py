"""Why can a question not be made into variants? The condition, key, mistake or text that is to blame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quizkit.bank.question import Body, Question
from quizkit.errors import QuizkitError, Unreadable
from quizkit.variants import Acceptance, acceptance, all_variants, deployment
from quizkit.workshop.faults import Fault, Path, base_of, numbers_of
from quizkit.workshop.typed import typed_value

PROBES = 3
"""Seeds that are tried, each with all its draws, before a question is called impossible."""
_BREAKS = "breaks "
_SHOWS = "shows "
_NEVER = "0 > 1"
_TOLD = 3


def refusal(question: Question) -> Fault | None:
    """Why no draw is accepted; None if a draw is."""
    met = Acceptance()
    for seed in range(PROBES):
        met += acceptance(question, [seed])
        if met.accepted:
            return None
    return _blamed(question, met)


def _blamed(question: Question, met: Acceptance) -> Fault:
    """What refuses all draws: a mistake that is the key, a key without a value, options, a condition."""
    reasons = [reason for reason, _ in met.worst_first()]
    beyond_conditions = [reason for reason in reasons if not reason.startswith(_BREAKS)]
    for place in _mistakes(question):
        if beyond_conditions == [place.reason]:
            message = f"the mistake {place.mistake!r} {_nearness(question, place)}"
            return Fault(code="QK515", message=message, path=place.path, setting=place.setting, counted=False)
    told = ", ".join(f"{reason} ({number})" for reason, number in met.worst_first()[:_TOLD])
    message = f"none of {met.tries} draws is accepted: {told}"
    if beyond_conditions and all(reason.startswith("the key") for reason in beyond_conditions):
        return Fault(code="QK518", message=message, path=("answer",), counted=False)
    return Fault(code="QK404", message=message, path=_refusing(question, reasons), counted=False)


def _refusing(question: Question, reasons: list[str]) -> Path:
    """Where what refuses all draws stands: a condition, all of them, the options; else the question."""
    conditions = [reason.removeprefix(_BREAKS) for reason in reasons if reason.startswith(_BREAKS)]
    if conditions and len(conditions) == len(reasons):
        stated = next(iter(question.bodies.values())).where
        alone = len(conditions) == 1 and conditions[0] in stated
        return ("where", stated.index(conditions[0])) if alone else ("where",)
    if all(reason.startswith(_SHOWS) for reason in reasons):
        return ("choices",)
    return ()


def _nearness(question: Question, place: _Known) -> str:
    """How a mistake that refuses all draws lies to the key."""
    if place.beside:
        return "equals the key or another accepted answer in every draw"
    try:
        variants = deployment(_disarmed(question, place)).variants[:PROBES]
        typed = [
            (
                typed_value(each.key_value(place.part)),
                typed_value(each.mistake_value(place.part, place.mistake)),
            )
            for each in variants
        ]
    except QuizkitError:
        typed = []
    if all(key == mistake for key, mistake in typed):
        return "equals the key in every draw; are the two swapped?"
    key, mistake = next(pair for pair in typed if pair[0] != pair[1])
    return f"comes too near the key in every draw, such as {mistake} for {key}"


def _disarmed(question: Question, place: _Known) -> Question:
    """The question in which a mistake refuses no draw."""
    bodies = {
        name: replace(
            body,
            tasks=tuple(
                replace(
                    task,
                    mistakes=tuple(
                        replace(each, when=_NEVER) if each.id == place.mistake else each
                        for each in task.mistakes
                    ),
                )
                for task in body.tasks
            ),
        )
        for name, body in question.bodies.items()
    }
    return replace(question, bodies=bodies)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A mistake, and the reason by which it refuses a draw."""

    mistake: str
    reason: str
    setting: str
    part: str
    path: Path
    beside: bool
    """Whether other answers are accepted beside the key."""


def _mistakes(question: Question) -> Iterator[_Known]:
    for setting, body in question.bodies.items():
        for task in body.tasks:
            of_part = f" of {task.id}" if task.id else ""
            for mistake in task.mistakes:
                yield _Known(
                    mistake=mistake.id,
                    reason=f"{mistake.id}{of_part} comes too near the key",
                    setting=setting,
                    part=task.id,
                    path=(*base_of(task.id), "mistakes", mistake.id),
                    beside=bool(task.accept),
                )


def unfilled(question: Question, error: QuizkitError) -> Iterator[Fault]:
    """The texts that cannot be filled, each with one draw that shows it; if none, the whole question."""
    if not isinstance(error, Unreadable):
        yield Fault(code="QK407", message=f"no variant can be made: {error}", counted=False)
        return
    try:
        found = all_variants(_wordless(question))
        variants = deployment(_wordless(question)).variants if found is None else found
    except QuizkitError:
        variants = ()
    failures: dict[Fault, list[str]] = {}
    for variant in variants:
        numbers = numbers_of(variant, by_seed=found is None)
        for text in _texts_of(question.bodies[variant.setting]):
            try:
                variant.fill(text.written, text.part)
            except Unreadable as fault:
                failures.setdefault(_told(text, variant.setting, fault), []).append(numbers)
    for told, shown in failures.items():
        count = f"on {len(shown)} of {len(variants)} variants, such as {shown[0]}"
        yield replace(told, message=f"{told.message}, {count}")
    if not failures:
        yield Fault(code="QK407", message=f"a text cannot be filled: {error.message}", counted=False)


def _told(text: _Written, setting: str, fault: Unreadable) -> Fault:
    return Fault(
        code="QK407",
        message=f"a placeholder cannot be filled: {fault.message}",
        path=text.path,
        setting=setting,
        offset=fault.start,
        counted=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A text that is shown with its problem, and the part whose names it knows."""

    path: Path
    written: str
    part: str


def _texts_of(body: Body) -> Iterator[_Written]:
    """Every text of a setting that is shown with its problem."""
    only = body.tasks[0].id if len(body.tasks) == 1 else ""
    for path, written in [
        (("prompt",), body.prompt),
        *((("hints", place), hint) for place, hint in enumerate(body.hints)),
        (("solution",), body.solution),
    ]:
        yield _Written(path=path, written=written, part=only)
    for task in body.tasks:
        base = base_of(task.id)
        own: list[tuple[Path, str]] = [
            *(((*base, "choices", option.id, "text"), option.text) for option in task.options),
            *([((*base, "ask"), task.ask), ((*base, "solution"), task.solution)] if base else []),
            *(((*base, "hints", place), hint) for place, hint in enumerate(task.hints) if base),
        ]
        for path, written in own:
            yield _Written(path=path, written=written, part=task.id)


def _wordless(question: Question) -> Question:
    """The question without its texts: its options are called by their ids."""
    bodies = {
        name: replace(
            body,
            prompt="",
            solution="",
            hints=(),
            tasks=tuple(
                replace(
                    task,
                    ask="",
                    solution="",
                    hints=(),
                    options=tuple(replace(option, text=option.id) for option in task.options),
                )
                for task in body.tasks
            ),
        )
        for name, body in question.bodies.items()
    }
    return replace(question, bodies=bodies)
