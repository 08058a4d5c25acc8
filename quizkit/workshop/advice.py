"""What would a colleague advise, of a question in which nothing is wrong?

What is missing (mistakes, a witness, a solution, hints, minutes), a prompt that does not fit a screen, more
variants than there are; and, from all variants together, mistakes close to the key (``workshop.nearness``)
and keys that can be guessed (``workshop.giveaways``). Advice is no error: every rule has its exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from quizkit.bank.question import Body, Kind, Question, Task, Witness
from quizkit.variants import PosedTask, Variant
from quizkit.variants.parsed import parsed
from quizkit.workshop.displays import reached
from quizkit.workshop.faults import Fault, Path, Spot, Tally, advised
from quizkit.workshop.giveaways import Giveaways
from quizkit.workshop.nearness import Nearness

WIDTH = 76
"""The columns that a terminal of 80 has for a prompt."""
SCREEN = 24
"""The lines of a terminal."""
_FIELD: Mapping[Kind, int] = {"choice": 4, "select": 4, "text": 10}
"""Lines for the bars at top and bottom and for the frame in which one answers."""
_FORMULA_FIELD = 8
"""The same where a formula is typed and drawn."""
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


@dataclass(slots=True)
class Advice:
    """The advice on one question, gathered variant by variant."""

    question: Question
    by_seed: bool
    """Whether variants are told apart by their seeds."""
    _nearness: Nearness = field(init=False)
    _giveaways: Giveaways = field(init=False)
    _first: dict[str, Variant] = field(default_factory=dict)
    """One variant of each setting."""

    def __post_init__(self) -> None:
        self._nearness = Nearness(by_seed=self.by_seed)
        self._giveaways = Giveaways(every=not self.by_seed)

    def hear(self, variant: Variant) -> None:
        """One more variant."""
        self._first.setdefault(variant.setting, variant)
        self._nearness.hear(variant)
        self._giveaways.hear(variant)

    def tell(self, tally: Tally, distinct: int) -> None:
        """Note the advice. ``distinct``: how many distinct variants there are, or are dealt."""
        faults = [
            *_missing(self.question),
            *_too_long(self._first.values()),
            *self._nearness.faults(),
            *self._giveaways.faults(),
        ]
        told: set[tuple[str, Spot]] = set()
        for fault in faults:
            # What settings share is told once, as it is in the first of them.
            spot = tally.locate(self.question, fault.setting, fault.path, fault.offset)
            if (fault.code, spot) not in told:
                told.add((fault.code, spot))
                tally.note(fault)
        if distinct < self.question.variants and _writes(tally, "variants"):
            message = f"variants: {self.question.variants} asks for more than the {distinct} there are"
            tally.note(advised("QK406", ("variants",), message))


def _writes(tally: Tally, key: str) -> bool:
    """Whether a question has this key itself, not from the defaults of its file."""
    question = tally.question
    own, there = (tally.locate(question, "", path, None) for path in ((), (key,)))
    return there != own and there.line >= own.line


def _tasks(question: Question) -> Iterator[tuple[str, Body, Task]]:
    for setting, body in question.bodies.items():
        for task in body.tasks:
            yield setting, body, task


def _missing(question: Question) -> Iterator[Fault]:
    """What a question lacks altogether."""
    tasks = [task for _, _, task in _tasks(question)]
    if not any(map(_answers_mistakes, tasks)):
        if any(task.answer is not None for task in tasks):
            path: Path = ("answer",) if question.kind != "parts" else ()
            message = "no mistakes are listed: whoever is wrong hears no more than that"
            yield advised("QK602", path, message)
        elif any(task.options for task in tasks):
            path = ("choices",) if question.kind != "parts" else ()
            message = "no option has a 'say' or 'mistake': whoever is wrong hears no more than that"
            yield advised("QK602", path, message)
    yield from _unwitnessed(question)
    if not any(body.solution or task.solution for _, body, task in _tasks(question)):
        yield advised("QK604", (), "there is no solution")
    if question.minutes is None:
        yield advised("QK608", (), "the minutes are missing: sessions are planned by them")
    if not any(body.hints or task.hints for _, body, task in _tasks(question)):
        yield advised("QK609", (), "there are no hints")


def _answers_mistakes(task: Task) -> bool:
    """Whether something is said to those who are wrong: of options, to those who tick a wrong one."""
    wrong = [option for option in task.options if option.correct != "true"]
    return bool(task.mistakes) or any(option.say or option.mistake for option in wrong)


def _unwitnessed(question: Question) -> Iterator[Fault]:
    """The keys that nothing checks, neither themselves nor through a later key that is checked."""
    for setting, body in question.bodies.items():
        heard = _heard(question, setting)
        for task in body.tasks:
            if task.answer is not None and task.id not in heard:
                path: Path = ("parts", task.id, "answer") if task.id else ("answer",)
                message = "no witness checks this key: add verify with ref, grad or expect"
                yield advised("QK603", path, message, setting=setting)


def _heard(question: Question, setting: str) -> set[str]:
    """The parts whose keys are checked by a witness.

    ``ref`` and ``grad`` check their own part, ``expect`` every part that it names. What is checked vouches
    for the earlier keys that it is computed from, unless the witness starts from these as well.
    """
    body = parsed(question, setting)
    found: set[str] = set()
    for part, task in body.tasks.items():
        for witness in task.task.verify:
            named = _named(witness)
            checked = {part} if witness.kind != "expect" or "answer" in named else set()
            checked |= named & body.tasks.keys() if witness.kind == "expect" else set()
            for one in checked:
                key = body.tasks[one].key
                earlier = reached(key, body.formulas) & body.tasks.keys() if key is not None else set()
                found |= {one} | (earlier - named)
    return found


def _named(witness: Witness) -> set[str]:
    """The names in the formulas of a witness."""
    return set(_IDENTIFIER.findall(" ".join([witness.formula, *witness.let.values()])))


def _too_long(variants: Iterable[Variant]) -> Iterator[Fault]:
    """The setting whose prompt fits a screen least, together with the field of its first part."""
    beyond, longest = max(((_beyond(variant), variant) for variant in variants), key=itemgetter(0))
    first = longest.parts[0]
    if beyond > 0:
        room = _room(first)
        what = "prompt and options take" if first.options else "prompt takes"
        lines = f"{room + beyond} lines of 80 columns"
        message = f"the {what} {lines}: a screen of {SCREEN} has {room} beside the answer"
        yield advised("QK610", ("prompt",), message, setting=longest.setting)


def _room(posed: PosedTask) -> int:
    return SCREEN - _FIELD.get(posed.kind, _FORMULA_FIELD)


def _beyond(variant: Variant) -> int:
    """How many lines a prompt has too many, with the first part and its options."""
    from quizkit.typeset import terminal

    first = variant.parts[0]
    shown = [variant.prompt, first.ask, *(option.text for option in first.options)]
    return sum(len(terminal(text, WIDTH)) for text in shown if text) - _room(first)
