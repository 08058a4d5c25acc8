"""Judging ``choice`` and ``select``: options by id, or by the letters as shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizkit.errors import Unreadable, nearest, quoted
from quizkit.grading.finding import BLANK, Finding, invalid, right, wrong
from quizkit.grading.verdict import Evidence
from quizkit.variants import ShownOption


def judge_choice(options: Sequence[ShownOption], response: str) -> Finding:
    """One option of several: right if it is the correct one."""
    if not response.strip():
        return BLANK
    try:
        (chosen,) = _options(options, [response])
    except Unreadable as error:
        return invalid(error)
    evidence = Evidence("choice", {"option": chosen.id})
    if chosen.correct:
        return right(evidence, message=chosen.say)
    return wrong(evidence, message=chosen.say, mistake=chosen.mistake)


def judge_select(options: Sequence[ShownOption], response: str | list[str]) -> Finding:
    """Any number of options: right ticks less wrong ticks, over the number that is right.

    Full credit only if the ticks are exactly right. The mistake named is the first wrong tick, in the
    order of the bank.
    """
    ticks = _split(options, response) if isinstance(response, str) else response
    if not ticks:
        return BLANK
    try:
        chosen = {option.id: option for option in _options(options, ticks)}
    except Unreadable as error:
        return invalid(error)
    correct = [option for option in options if option.correct]
    hits = sum(option.id in chosen for option in correct)
    slips = sorted(
        (option for option in chosen.values() if not option.correct), key=lambda option: option.place
    )
    evidence = Evidence("choice", {"right": hits, "wrong": len(slips), "of": len(correct)})
    if hits == len(correct) and not slips:
        return right(evidence)
    credit = max(0, hits - len(slips)) / len(correct)
    missing = len(correct) - hits
    tally = f"{_count(hits, 'right tick')}, {_count(len(slips), 'wrong tick')}, {missing} missing."
    said = [
        option.say or f"({option.letter}) does not hold." for option in slips if option.say or option.letter
    ]
    return wrong(
        evidence,
        credit=credit,
        message="\n\n".join([tally, *said]),
        mistake=next((option.mistake for option in slips if option.mistake), None),
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _split(options: Sequence[ShownOption], response: str) -> list[str]:
    """The ticks in a text: ``A, C``, ``A C``, ``AC`` where these are letters, or ids."""
    words = [word for word in re.split(r"[\s,;]+", response.strip()) if word]
    letters = {option.letter for option in options}
    if len(words) == 1 and len(words[0]) > 1 and set(words[0].upper()) <= letters:
        ids = {option.id for option in options}
        if words[0] not in ids:
            return list(words[0])
    return words


def _options(options: Sequence[ShownOption], ticks: Sequence[str]) -> list[ShownOption]:
    """The options meant, each by its letter as shown or by its id."""
    by_word = {option.id.casefold(): option for option in options}
    by_word |= {option.letter.casefold(): option for option in options}
    found = []
    for tick in ticks:
        word = tick.strip().strip("().").casefold()
        if word not in by_word:
            letters = [option.letter for option in options]
            close = nearest(tick.strip(), [option.id for option in options])
            hint = f"; did you mean {close!r}?" if close else ""
            raise Unreadable(
                f"no option {quoted(tick.strip())}: the options are {', '.join(letters)}{hint}",
                0,
                len(tick),
            )
        found.append(by_word[word])
    return found
