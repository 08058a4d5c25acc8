"""Which answers did the author of a question think of, and what does each earn?

The key, every other form that is accepted, every mistake and every test of the author are typed as a
learner would, and graded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quizkit.bank.question import AuthorTest
from quizkit.errors import QuizkitError, printable, quoted
from quizkit.grading import Verdict, grade_part
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.tidy import one_line
from quizkit.variants import PosedTask, Variant
from quizkit.variants.expressions import with_numbers
from quizkit.variants.parsed import ParsedMistake
from quizkit.workshop.typed import comes_out, typed_key, typed_mistake, typed_value

Why = Literal["key", "accepted", "mistake", "test"]
"""Why an answer was thought of."""

LONGEST_TOLD = 300
"""How much is repeated of what is said of an answer that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anticipated:
    """An answer that its author thought of, and what it earns."""

    why: Why
    name: str = ""
    """The id of the mistake, the formula that is accepted, or what the test expects."""
    typed: str = ""
    """The answer as a learner would type it; empty where none can be."""
    verdict: Verdict | None = None
    """None where nothing could be typed; then ``note`` says why."""
    note: str = ""
    """What an author should know of it: it is not armed here, or does not come out as meant."""
    wanting: bool = False
    """Whether it does not come out as its author means it."""
    armed: bool = True
    """Whether the condition of a mistake holds for these numbers."""

    @property
    def called(self) -> str:
        """What this answer is, in words."""
        match self.why:
            case "key":
                return "the key"
            case "accepted":
                return f"accepted: {self.name}"
            case "mistake":
                return f"the mistake {self.name}"
            case "test":
                return f"the answer {quoted(self.typed)}" if self.typed else "a test"

    @property
    def told(self) -> str:
        """What the learner is told, Markdown."""
        if self.verdict is None:
            return ""
        if self.verdict.outcome == "invalid":
            # It quotes what was typed, and is no Markdown.
            return _literal(printable(self.verdict.message, LONGEST_TOLD))
        return self.verdict.message.strip()

    def to_json(self) -> dict[str, object]:
        """The answer as JSON."""
        verdict = self.verdict
        return {
            "why": self.why,
            "name": self.name,
            "typed": self.typed,
            "armed": self.armed,
            "outcome": verdict and verdict.outcome,
            "credit": verdict and verdict.credit,
            "points": verdict and verdict.points,
            "mistake": verdict and verdict.mistake,
            "message": verdict.message if verdict else "",
            "evidence": verdict and verdict.evidence.to_json(),
            "note": self.note,
            "wanting": self.wanting,
        }


PLACES = 6
"""The most decimals with which a fraction is typed as a decimal."""
_FRACTION = re.compile(r"(?<![\w./^)\]])(\d{1,12})/(\d{1,12})(?![\w./^(])")
"""A fraction of two numbers that nothing else binds to."""
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def anticipated(variant: Variant, posed: PosedTask) -> Iterator[Anticipated]:
    """The key first, then what else is right, then what is wrong, then the author's tests."""
    part = posed.id
    yield _key(variant, posed)
    parsed = variant.parsed(part)
    for formula, node in zip(posed.task.accept, parsed.accept, strict=True):
        yield _accepted(variant, part, formula, node)
    earlier: list[str] = []
    for mistake in parsed.mistakes:
        yield _mistake(variant, part, mistake, earlier)
        earlier.append(mistake.mistake.id)
    for test in posed.task.tests:
        before = earlier[: earlier.index(test.expects)] if test.expects in earlier else []
        yield _test(variant, part, test, before)


def _key(variant: Variant, posed: PosedTask) -> Anticipated:
    try:
        response = typed_key(variant, posed.id)
    except QuizkitError as error:
        return Anticipated(why="key", note=f"it has no value: {error}", wanting=True)
    verdict = grade_part(variant, posed.id, response)
    typed = response if isinstance(response, str) else variant.key_text(posed.id)
    note = "" if verdict.outcome == "correct" else "it does not earn full marks"
    return Anticipated(why="key", typed=typed, verdict=verdict, note=note, wanting=bool(note))


def _accepted(variant: Variant, part: str, formula: str, node: Node) -> Anticipated:
    try:
        workings = variant.workings_of(part)
        if variant.is_symbolic(part):
            typed = one_line(with_numbers(node, workings, variant.body.symbolic_in(part), fold=True))
        else:
            typed = _in_decimals(typed_value(workings.value(node)))
    except QuizkitError as error:
        return Anticipated(why="accepted", name=formula, note=f"it has no value: {error}", wanting=True)
    verdict = grade_part(variant, part, typed)
    note = "" if verdict.outcome == "correct" else "it does not earn full marks"
    return Anticipated(
        why="accepted", name=formula, typed=typed, verdict=verdict, note=note, wanting=bool(note)
    )


def _mistake(variant: Variant, part: str, known: ParsedMistake, earlier: Sequence[str]) -> Anticipated:
    name = known.mistake.id
    try:
        if known.when is not None and not variant.workings_of(part).holds(known.when):
            note = f"not armed here: {known.mistake.when} is false"
            return Anticipated(why="mistake", name=name, note=note, armed=False)
        typed = typed_mistake(variant, part, name)
        if not variant.is_symbolic(part):
            typed = _in_decimals(typed)
    except QuizkitError as error:
        return Anticipated(why="mistake", name=name, note=f"it has no value: {error}", wanting=True)
    verdict = grade_part(variant, part, typed)
    found = verdict.mistake
    note, wanting = "", verdict.outcome == "correct" or found != name
    if verdict.outcome == "correct":
        note = "it is right here"
    elif wanting:
        note = f"it is taken for {found}" if found else "it is not recognised"
        if found in earlier:
            # The one that stands first is named; on other draws the two differ, or check says so.
            note, wanting = f"the same as {found} here", False
    return Anticipated(why="mistake", name=name, typed=typed, verdict=verdict, note=note, wanting=wanting)


def _test(variant: Variant, part: str, test: AuthorTest, before: Sequence[str]) -> Anticipated:
    """A test of the author; of ``before``, the mistakes that stand before the one it expects, any will do."""
    name = test.expects
    try:
        typed = variant.fill(test.response, part, markdown=False)
    except QuizkitError as error:
        return Anticipated(why="test", name=name, note=f"it cannot be filled: {error}", wanting=True)
    verdict = grade_part(variant, part, typed)
    if comes_out(verdict, name):
        return Anticipated(why="test", name=name, typed=typed, verdict=verdict)
    wanting = verdict.mistake not in before
    note = f"the test expects {name}" if wanting else f"{name} is the same here"
    return Anticipated(why="test", name=name, typed=typed, verdict=verdict, note=note, wanting=wanting)


def _in_decimals(typed: str) -> str:
    """The same answer with short decimals for fractions that have them: ``0.85`` for ``17/20``."""
    return _FRACTION.sub(lambda found: _decimal(int(found[1]), int(found[2])) or found[0], typed)


def _decimal(numerator: int, denominator: int) -> str | None:
    """A fraction as an exact decimal of few places, if it is one."""
    whole, rest = divmod(numerator * 10**PLACES, denominator)
    if rest:
        return None
    digits = str(whole).rjust(PLACES + 1, "0")
    return f"{digits[:-PLACES]}.{digits[-PLACES:]}".rstrip("0").rstrip(".")


def _literal(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return _PUNCTUATION.sub(r"\\\g<0>", text)
