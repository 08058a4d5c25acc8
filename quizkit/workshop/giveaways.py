"""Can the key be guessed without knowing anything?

Where one key is right in many variants, where the prompt itself shows the key, or where the right option is
always the longest, learners pick that up before they pick up the mathematics.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from quizkit.bank.question import Body, Task
from quizkit.bank.template import holes, parse_template
from quizkit.equivalence.tolerance import half_width
from quizkit.mathlang.balls import Real
from quizkit.variants import PosedTask, Variant
from quizkit.variants.separation import axes, flat, numbers
from quizkit.variants.valueless import NO_VALUE
from quizkit.workshop.faults import Fault, Path, advised, base_of

FEWEST = 4
"""Of fewer variants nothing is learnt by heart."""
MOST = 200
"""So many variants are looked at."""
OFTEN = 0.25
"""A key that is right in a larger share of the variants is worth a guess."""
OFTEN_IN_PARTS = 0.5
"""The same of one part of several, where the others must be known."""
AMONG_OPTIONS = 1.4
"""So is an option that is right so many times as often as if all were right alike."""
SPREADS = 1.5
"""So many standard deviations are left to chance, where not all variants are known."""
FAR_LONGER = 1.3
"""The right option is clearly the longest if it has so many times the characters of any other."""
FAR_MORE = 12
"""And so many characters more."""
ALMOST_ALWAYS = 0.75
"""In such a share of the variants."""

Hole = tuple[Path, int, str]
"""The text that a placeholder stands in, its offset there, its formula."""
Place = tuple[str, str]
"""A setting and a part."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A number that earns full marks, and how far one may be from it."""

    value: float
    width: float


@dataclass(slots=True)
class Giveaways:
    """What the variants of a question have in common that gives their keys away."""

    every: bool
    """Whether all variants there are will be heard."""
    _heard: Counter[str] = field(default_factory=Counter)
    """How many variants of each setting were heard."""
    _keys: dict[Place, list[_Key]] = field(default_factory=dict)
    _right: dict[Place, list[tuple[str, int]]] = field(default_factory=dict)
    """The right options of choices, as shown, and how many options there are."""
    _shown: dict[Place, set[Hole]] = field(default_factory=dict)
    """The placeholders that showed the key on every variant so far."""
    _lengths: dict[Place, list[tuple[int, int]]] = field(default_factory=dict)
    """The characters of the right option, and of the longest other one."""
    _parts: dict[str, int] = field(default_factory=dict)
    """How many parts each setting has."""
    _drawn: set[str] = field(default_factory=set)
    """The settings in which anything is drawn."""

    def hear(self, variant: Variant) -> None:
        """One more variant."""
        setting = variant.setting
        if self._heard[setting] >= MOST:
            return
        self._heard[setting] += 1
        self._parts[setting] = len(variant.parts)
        if variant.given:
            self._drawn.add(setting)
        for posed in variant.parts:
            spot = setting, posed.id
            if posed.kind == "choice":
                self._hear_choice(spot, posed)
            elif variant.parsed(posed.id).key is not None and not variant.is_symbolic(posed.id):
                self._hear_value(spot, variant, posed)

    def _hear_choice(self, spot: Place, posed: PosedTask) -> None:
        right = next(option for option in posed.options if option.correct)
        others = [len(_letters(option.text)) for option in posed.options if not option.correct]
        self._right.setdefault(spot, []).append((right.text, len(posed.options)))
        self._lengths.setdefault(spot, []).append((len(_letters(right.text)), max(others, default=0)))

    def _hear_value(self, spot: Place, variant: Variant, posed: PosedTask) -> None:
        tolerance = variant.parsed(posed.id).tolerance
        try:
            key = numbers(variant.key_value(posed.id))
            entries = [_Key(float(entry), float(half_width(entry, tolerance))) for entry in flat(key)]
        except (OverflowError, *NO_VALUE):
            return
        if posed.kind == "number":
            self._keys.setdefault(spot, []).append(entries[0])
        before = self._shown.get(spot)
        if before is None or before:
            shown = _displayed(variant, posed.id, before)
            found = {hole for hole, value, shape in shown if shape == axes(key) and _equal(value, entries)}
            self._shown[spot] = found

    def faults(self) -> Iterator[Fault]:
        """The advice on every part of every setting."""
        for spot in dict.fromkeys([*self._keys, *self._right]):
            if self._heard[spot[0]] >= FEWEST and spot[0] in self._drawn:
                yield from self._repeated(spot)
        yield from self._told_by_the_prompt()
        for spot, lengths in self._lengths.items():
            yield from _longest(spot, lengths)

    def _repeated(self, spot: Place) -> Iterator[Fault]:
        """One key that is right in many variants, and in more than chance explains of so many."""
        often = OFTEN_IN_PARTS if spot[1] else OFTEN
        if spot in self._keys:
            keys = self._keys[spot]
            count, most, path = len(keys), _most(keys), "answer"
            # A part that is the same for all numbers is there to make a point.
            intended = bool(spot[1]) and most == count
        else:
            rights = self._right[spot]
            texts = Counter(text for text, _ in rights)
            count, most, path = len(rights), max(texts.values()), "choices"
            often = max(often, AMONG_OPTIONS / max(options for _, options in rights))
            # The numbers are there to look at; that the right option changes was never meant.
            intended = len(texts) == 1
        chance = 0.0 if self.every else SPREADS * math.sqrt(count * often * max(1 - often, 0))
        if not intended and most > max(1, often * count + chance):
            message = f"one key{_of(spot)} is right in {most} of {count} variants, so it can be guessed"
            yield advised("QK605", (*base_of(spot[1]), path), message, setting=spot[0])

    def _told_by_the_prompt(self) -> Iterator[Fault]:
        """The settings that show all their keys; beside a part that is not shown one may well be."""
        for setting in self._drawn:
            mine = {spot: found for spot, found in self._shown.items() if spot[0] == setting}
            alone = len(mine) == self._parts[setting]
            changing = all(
                _most(self._keys[spot]) < self._heard[setting] for spot in mine if spot in self._keys
            )
            if self._heard[setting] < FEWEST or not (alone and changing and all(mine.values())):
                continue
            for spot, found in mine.items():
                path, offset, formula = min(found)
                message = f"the key{_of(spot)} is what {{{{ {formula} }}}} shows, on every variant"
                yield advised("QK606", path, message, setting=setting, offset=offset)


def _most(keys: Sequence[_Key]) -> int:
    """In how many variants the key of one of them is right."""
    return max(sum(abs(one.value - other.value) <= other.width for other in keys) for one in keys)


def _displayed(
    variant: Variant, part: str, among: AbstractSet[Hole] | None
) -> Iterator[tuple[Hole, list[float], tuple[int, ...]]]:
    """What the placeholders of prompt and question show: numbers, row by row, and their shape.

    Of ``among``, where these are given.
    """
    body, workings = variant.body, variant.workings_of(part)
    for hole in _holes(body.body, variant.task(part)) if among is None else among:
        try:
            value = numbers(workings.value(body.read(hole[2])))
            yield hole, list(map(_number, flat(value))), axes(value)
        except (KeyError, OverflowError, *NO_VALUE):
            continue


def _holes(body: Body, task: Task) -> Iterator[Hole]:
    texts: dict[Path, str] = {("prompt",): body.prompt}
    if task.id:
        texts["parts", task.id, "ask"] = task.ask
    for path, text in texts.items():
        if "{{" in text:
            pieces = parse_template(text, code_templated=body.code_templated)
            yield from ((path, offset, formula) for formula, _, offset in holes(pieces))


def _number(value: Real) -> float:
    return float(value)


def _equal(shown: Sequence[float], keys: Sequence[_Key]) -> bool:
    return all(abs(one - key.value) <= key.width for one, key in zip(shown, keys, strict=True))


def _longest(spot: Place, lengths: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    """Whether the right option stands out by its length."""
    clear = [pair for pair in lengths if pair[0] >= FAR_LONGER * pair[1] and pair[0] - pair[1] >= FAR_MORE]
    if clear and len(clear) >= ALMOST_ALWAYS * len(lengths):
        right, other = min(clear, key=lambda pair: pair[0] / max(pair[1], 1))
        message = (
            f"the right option{_of(spot)} is clearly the longest in {len(clear)} of {len(lengths)} variants: "
            f"{right} characters, the next {other}"
        )
        yield advised("QK607", (*base_of(spot[1]), "choices"), message, setting=spot[0])


@functools.lru_cache(maxsize=256)
def _letters(markdown: str) -> str:
    """An option as it is read, without its marks."""
    from quizkit.typeset import plain

    return " ".join(plain(markdown, 10_000).split())


def _of(spot: Place) -> str:
    return f" of the part {spot[1]!r}" if spot[1] else ""
