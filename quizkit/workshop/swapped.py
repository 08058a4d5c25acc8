"""A witness contradicts the key: does it agree with one of the mistakes instead?

Then the two were probably swapped when they were written down. The mistake is put in the key's place and
the witnesses are heard again, on every variant on which they contradict the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from quizkit.errors import QuizkitError
from quizkit.mathlang.nodes import Name, Node
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedTask
from quizkit.variants.valueless import NO_VALUE
from quizkit.workshop.faults import Fault, Path, Tally
from quizkit.workshop.verifying import verify

T = TypeVar("T")


@dataclass(slots=True)
class Swaps:
    """The mistakes that all witnesses of a part agree with, wherever they contradict its key."""

    _faults: dict[Path, list[Fault]] = field(default_factory=dict)
    _agreed: dict[Path, frozenset[str]] = field(default_factory=dict)
    _upheld: set[Path] = field(default_factory=set)
    """The parts whose key the witnesses agree with on some variant: it is not swapped."""

    def hear(self, variant: Variant, part: str, path: Path, faults: Iterable[Fault]) -> None:
        """What the witnesses of a part have against its key, on one variant."""
        told = list(faults)
        if not told:
            self._upheld.add(path)
        elif path not in self._upheld:
            known = self._faults.setdefault(path, [])
            known += [fault for fault in told if fault not in known]
            before = self._agreed.get(path)
            self._agreed[path] = frozenset(_agreeing(variant, part, before))

    def tell(self, tally: Tally) -> None:
        """Ask, at the first witness of a part, whether its key and a mistake are swapped."""
        for path, agreed in self._agreed.items():
            if path not in self._upheld and agreed:
                known = self._faults[path]
                witnesses = "witness agrees" if len(known) == 1 else "witnesses agree"
                told = (
                    f"the {witnesses} with the mistake {min(agreed)!r} on every variant: are the two swapped?"
                )
                tally.fixes[known[0]] = told


def _agreeing(variant: Variant, part: str, among: frozenset[str] | None) -> list[str]:
    """The mistakes that every witness agrees with; of ``among``, where these are given."""
    workings = variant.workings_of(part)
    found = []
    for known in variant.parsed(part).mistakes:
        if among is not None and known.mistake.id not in among:
            continue
        try:
            armed = known.when is None or workings.holds(known.when)
            if armed and next(verify(with_key(variant, part, known.node), part), None) is None:
                found.append(known.mistake.id)
        except (QuizkitError, *NO_VALUE):
            continue
    return found


def with_key(variant: Variant, part: str, formula: Node) -> Variant:
    """The variant with another key for a part; in its formula ``answer`` is the key that it had."""
    key = _put(formula, variant.key_node(part))
    tasks: Mapping[str, ParsedTask] = MappingProxyType(
        {**variant.body.tasks, part: replace(variant.parsed(part), key=key)}
    )
    return replace(
        variant,
        workings=variant.workings.extended({part or "answer": key}),
        body=replace(variant.body, tasks=tasks),
        _by_part={},
        _filled={},
    )


def _put(formula: T, key: Node) -> T:
    """A formula in which ``answer`` is replaced by the formula of the key."""
    if isinstance(formula, Name) and formula.name == "answer":
        return key  # type: ignore[return-value]  # a node for a node
    if isinstance(formula, tuple):
        return tuple(_put(each, key) for each in formula)  # type: ignore[return-value]  # of the same kind
    if not is_dataclass(formula) or isinstance(formula, type):
        return formula
    inner = {each.name: getattr(formula, each.name) for each in fields(formula)}
    changed = {
        name: _put(each, key) for name, each in inner.items() if is_dataclass(each) or isinstance(each, tuple)
    }
    return replace(formula, **changed) if changed else formula
