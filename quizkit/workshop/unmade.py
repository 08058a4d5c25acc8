"""Why can a question not be made into variants? The condition, key, mistake or text that is to blame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from quizkit.bank.question import Body, Question, Task
from quizkit.errors import QuizkitError, Unreadable
from quizkit.variants import Acceptance, acceptance, deployment
from quizkit.workshop.faults import Fault, Path

PROBES = 3
"""Seeds that are tried, each with all its draws, before a question is called impossible."""
_BREAKS = "breaks "
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
    """What refuses all draws: a mistake that is the key, a key without a value, a condition."""
    reasons = [reason for reason, _ in met.worst_first()]
    beyond_conditions = [reason for reason in reasons if not reason.startswith(_BREAKS)]
    for place in _mistakes(question):
        if beyond_conditions == [place.reason]:
            message = f"the mistake {place.mistake!r} equals the key in every draw; are the two swapped?"
            return Fault(code="QK515", message=message, path=place.path, setting=place.setting, counted=False)
    told = ", ".join(f"{reason} ({number})" for reason, number in met.worst_first()[:_TOLD])
    message = f"none of {met.tries} draws is accepted: {told}"
    if beyond_conditions and all(reason.startswith("the key") for reason in beyond_conditions):
        return Fault(code="QK518", message=message, path=("answer",), counted=False)
    path: Path = () if beyond_conditions else ("where",)
    return Fault(code="QK404", message=message, path=path, counted=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A mistake, and the reason by which it refuses a draw."""

    mistake: str
    reason: str
    setting: str
    path: Path


def _mistakes(question: Question) -> Iterator[_Known]:
    for setting, body in question.bodies.items():
        for task in body.tasks:
            of_part = f" of {task.id}" if task.id else ""
            for mistake in task.mistakes:
                yield _Known(
                    mistake=mistake.id,
                    reason=f"{mistake.id}{of_part} comes too near the key",
                    setting=setting,
                    path=(*_base(task), "mistakes", mistake.id),
                )


def unfilled(question: Question, error: QuizkitError) -> Iterator[Fault]:
    """The texts that cannot be filled; if it is none of them, the whole question."""
    if not isinstance(error, Unreadable):
        yield Fault(code="QK407", message=f"no variant can be made: {error}", counted=False)
        return
    found = False
    for setting, path in _texts(question):
        fault = _fails(_only(question, setting, path))
        if fault is not None:
            found = True
            yield Fault(
                code="QK407",
                message=f"a placeholder cannot be filled: {fault.message}",
                path=path,
                setting=setting,
                offset=fault.start,
                counted=False,
            )
    if not found:
        yield Fault(code="QK407", message=f"a text cannot be filled: {error.message}", counted=False)


def _fails(question: Question) -> Unreadable | None:
    try:
        deployment(question)
    except Unreadable as error:
        return error
    return None


def _texts(question: Question) -> Iterator[tuple[str, Path]]:
    """Every text of a question that is shown with its problem."""
    for setting, body in question.bodies.items():
        for path, text in _texts_of(body).items():
            if text:
                yield setting, path


def _texts_of(body: Body) -> Mapping[Path, str]:
    found: dict[Path, str] = {("prompt",): body.prompt, ("solution",): body.solution}
    found |= {("hints", place): text for place, text in enumerate(body.hints)}
    for task in body.tasks:
        base = _base(task)
        found |= {(*base, "ask"): task.ask} if base else {}
        found |= {(*base, "solution"): task.solution} if task.solution else {}
        found |= {(*base, "hints", place): text for place, text in enumerate(task.hints)}
    return found


def _only(question: Question, setting: str, path: Path) -> Question:
    """The question with this text alone."""
    bodies = {
        name: _emptied(body, path if name == setting else None) for name, body in question.bodies.items()
    }
    return replace(question, bodies=bodies)


def _emptied(body: Body, kept: Path | None) -> Body:
    def text(path: Path, written: str) -> str:
        return written if path == kept else ""

    return replace(
        body,
        prompt=text(("prompt",), body.prompt),
        solution=text(("solution",), body.solution),
        hints=tuple(text(("hints", place), hint) for place, hint in enumerate(body.hints)),
        tasks=tuple(
            replace(
                task,
                ask=text((*_base(task), "ask"), task.ask),
                solution=text((*_base(task), "solution"), task.solution),
                hints=tuple(text((*_base(task), "hints", n), hint) for n, hint in enumerate(task.hints)),
            )
            for task in body.tasks
        ),
    )


def _base(task: Task) -> Path:
    return ("parts", task.id) if task.id else ()
