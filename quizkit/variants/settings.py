"""Which setting does a variant take, and which values are chosen instead of drawn?

The setting comes from the seed alone and is balanced: of every k consecutive seeds from a multiple of k
on, each of k settings gets one. A chosen value that only some settings draw leaves only these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizkit.bank.constants import Constant
from quizkit.bank.laws import dependencies
from quizkit.bank.question import Question
from quizkit.errors import OffGrid, OutsideDomain, UnknownGiven, VariantError, did_you_mean, quoted
from quizkit.variants.chosen import admitted, read_value
from quizkit.variants.parsed import parsed
from quizkit.variants.streams import Stream

SETTING = "setting"
"""The name under which a setting is chosen, and under which formulas know it."""

Values = Mapping[str, Constant]


def choose(question: Question, seed: int, given: dict[str, object]) -> tuple[str, Values]:
    """The setting, and the values chosen."""
    settings = tuple(question.bodies)
    if SETTING in given:
        settings = (_named_setting(question, given.pop(SETTING)),)
    chosen = {name: read_value(name, value) for name, value in given.items()}
    for name in chosen:
        _check_name(question, name, settings)
    able = tuple(s for s in settings if chosen.keys() <= question.bodies[s].given.keys())
    if not able:
        raise UnknownGiven(f"no setting draws all of {', '.join(sorted(chosen))}")
    own = drawn_setting(question, seed, settings)
    fitting, refusal = _fitting(question, able, own, chosen)
    if not fitting and refusal is not None:
        raise refusal
    return (own if own in fitting else drawn_setting(question, seed, fitting)), chosen


def drawn_setting(question: Question, seed: int, settings: Sequence[str]) -> str:
    """The setting that a seed draws among these."""
    block, place = divmod(seed, len(settings))
    stream = Stream(question=question.id, setting="", seed=block)
    return settings[stream.order(len(settings), SETTING, purpose="setting")[place]]


def _named_setting(question: Question, name: object) -> str:
    if set(question.bodies) == {""}:
        raise UnknownGiven("there is no given 'setting': the question has no settings")
    if not isinstance(name, str) or name not in question.bodies:
        hint = did_you_mean(str(name), question.bodies)
        raise OutsideDomain(f"no setting {quoted(str(name))}{hint}; there are {_listing(question.bodies)}")
    return name


def _check_name(question: Question, name: str, settings: Sequence[str]) -> None:
    """Refuse a name that none of the settings draws."""
    if any(name in question.bodies[setting].given for setting in settings):
        return
    elsewhere = [setting for setting, body in question.bodies.items() if name in body.given]
    if elsewhere:
        raise UnknownGiven(
            f"the setting {settings[0]!r} does not draw {quoted(name)}; {_listing(elsewhere)} "
            f"{'does' if len(elsewhere) == 1 else 'do'}"
        )
    known = list(dict.fromkeys(each for s in settings for each in question.bodies[s].given))
    told = f"it draws {_listing(known)}" if known else "the question draws nothing"
    raise UnknownGiven(f"there is no given {quoted(name)}{did_you_mean(name, known)}; {told}")


def _fitting(
    question: Question, settings: Sequence[str], first: str, chosen: Values
) -> tuple[tuple[str, ...], VariantError | None]:
    """The settings whose draws admit what is chosen, and a refusal to tell if there are none."""
    fitting: list[str] = []
    refusals: list[tuple[bool, bool, VariantError]] = []
    for setting in settings:
        draws = parsed(question, setting).draws
        try:
            for name, value in chosen.items():
                if not dependencies(draws[name]):
                    admitted(name, value, draws[name])
            fitting.append(setting)
        except VariantError as refusal:
            refusals.append((not isinstance(refusal, OffGrid), setting != first, refusal))
    # A value between two steps of a range is the nearest miss, so that refusal says most.
    return tuple(fitting), min(refusals, key=lambda entry: entry[:2], default=(False, False, None))[2]


def _listing(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
