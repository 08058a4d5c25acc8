"""Does a question make sense, as far as that can be told without drawing?

One setting of a question is checked at a time, in the order in which its names come into being: what is
given, what follows from it, then the tasks, each part seeing the parts before it. What only drawn variants
can show (that witnesses agree with the key, that mistakes stay apart from it) is for
``quizkit.workshop``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizkit.bank.assembly import Authored, Misconceptions
from quizkit.bank.declarations import with_derived, with_givens, with_symbols
from quizkit.bank.findings import Findings
from quizkit.bank.formulas import UNKNOWN, Names, Reader
from quizkit.bank.model import AnyQuestion, ByParts
from quizkit.bank.question import Specification
from quizkit.bank.task_checks import TaskChecker
from quizkit.bank.witness_checks import check_witnesses
from quizkit.errors import did_you_mean, quoted

MAX_SEED = 2**63
"""Seeds are below this."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file and its neighbours lend to each question."""

    findings: Findings
    misconceptions: Misconceptions
    symbols: Mapping[str, Specification]
    """The free letters of the whole file that this question uses."""


def check(authored: Authored, around: Surroundings) -> None:
    """Note everything that is wrong with one setting of a question."""
    keys = authored.keys
    reader = Reader(around.findings, authored)
    _check_texts(reader, keys)
    # The setting is drawn like a word, and may be asked for: cases(setting == 'bits' -> …).
    known = Names({"setting": ()}) if authored.setting else Names()
    known = with_givens(reader, ("given",), keys.given, known)
    known = with_symbols(reader, keys.symbols, around.symbols, known, keys.let)
    taken = known.shapes.keys()
    known = with_derived(reader, ("let",), keys.let, known, taken)
    tasks = TaskChecker(reader, authored, around.misconceptions, known)
    tasks.check()
    for index, text in enumerate(keys.where):
        reader.drawn_condition(("where", index), text, tasks.known)
    for index, text in enumerate(keys.assume):
        reader.formula(("assume", index), text, known, wanted="condition")
    if isinstance(keys, ByParts):
        check_witnesses(reader, ("verify",), keys.verify, tasks.known, key=None)
    turns = {*keys.given, "setting"} if authored.setting else keys.given
    if keys.balance is not None and keys.balance not in turns:
        message = f"{quoted(keys.balance)} is not given{did_you_mean(keys.balance, keys.given)}"
        reader.note("QK402", reader.at(("balance",)), message, "balance takes the name of a given")
    for index, seed in enumerate(keys.skip):
        if seed >= MAX_SEED:
            reader.note("QK403", reader.at(("skip", index)), "a seed is a whole number below 2**63")
    _check_wording(reader, authored, known, tasks.known)


def _check_texts(reader: Reader, keys: AnyQuestion) -> None:
    """The title and the prompt, which every question has."""
    for name, text in (("title", keys.title), ("prompt", keys.prompt)):
        if text is None:
            reader.missing((), name)
        elif not text.strip():
            reader.note("QK212", reader.at((name,)), f"the {name} is empty")
    if keys.title is not None and "{{" in keys.title:
        place = reader.at(("title",), keys.title.index("{{"))
        reader.note("QK306", place, "a title is shown before anything is drawn: it has no placeholders")


def _check_wording(reader: Reader, authored: Authored, known: Names, everything: Names) -> None:
    """The templates: a prompt may not show what it asks, hints and solution may."""
    keys = authored.keys
    hidden = everything.shapes.keys() - known.shapes.keys()
    if keys.prompt is not None:
        shown = everything
        for name in hidden:
            shown = shown.plus(name, UNKNOWN)
        reader.template(("prompt",), keys.prompt, shown, hidden=frozenset(hidden))
    for index, hint in enumerate(keys.hints):
        reader.template(("hints", index), hint, everything)
    reader.template(("solution",), keys.solution, everything)
    reader.template(("remember",), keys.remember, Names())
