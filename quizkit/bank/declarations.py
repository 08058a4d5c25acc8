"""Which names does a question declare, and what do they stand for?

Names come into being in order: what is given, the free letters, what follows from both. A given may size
itself by givens before it; derived values may stand in any order as long as they do not turn in a circle.
The same rules hold for the draws and derived values of a witness. A name whose declaration is faulty stays
declared, so that one fault is not told again wherever the name is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import cast

from quizkit.bank.formulas import UNKNOWN, Names, Reader, is_name
from quizkit.bank.given import parse_given
from quizkit.bank.grids import rank, shape, whole_numbers
from quizkit.bank.laws import Draw, dependencies
from quizkit.bank.question import Specification
from quizkit.bank.tree import Path, TextNode, find, key_place
from quizkit.errors import Unreadable, did_you_mean, quoted
from quizkit.mathlang.domains import Domain, parse_domain
from quizkit.mathlang.nodes import Node, names
from quizkit.mathlang.shapes import Sort

RESERVED = frozenset({"answer", "response", "setting"})
"""Names with a meaning of their own, which no question may give to anything else."""


MAX_SHOWN = 12
"""How many names of a circle a message lists."""


def check_name(reader: Reader, path: Path, known: Collection[str]) -> bool:
    """Check that the key at a path can be a name, and is not taken; whether it is free."""
    name = str(path[-1])
    place = key_place(reader.tree, path)
    if name in RESERVED:
        reader.note("QK211", place, f"the name '{name}' has a meaning of its own", "choose another")
    elif not is_name(name):
        reader.note(
            "QK208",
            place,
            f"{quoted(name)} cannot be a name in a formula",
            "a name is letters, digits and '_', and begins with a letter",
        )
    elif name in known:
        reader.note("QK211", place, f"the name '{name}' is declared twice", "choose another")
    return name not in known


def with_givens(
    reader: Reader, path: Path, given: Mapping[str, object], known: Names, taken: Collection[str] = ()
) -> Names:
    """The names and what is drawn under ``given`` at a path."""
    for name, stated in given.items():
        here = (*path, name)
        check_name(reader, here, taken)
        draw = _draw(reader, here, cast("Specification", stated), known, given)
        if draw is None:
            known = known.plus(name, UNKNOWN)
            continue
        known = known.plus(name, Sort(shape(draw)), rank=rank(draw))
        if whole_numbers(draw):
            known = replace(known, integers=known.integers | {name})
    return known


def _draw(
    reader: Reader, path: Path, specification: Specification, known: Names, given: Collection[str]
) -> Draw | None:
    try:
        draw = parse_given(specification)
    except Unreadable as fault:
        node = find(reader.tree, path)
        offset = fault.start if isinstance(node, TextNode) else None
        reader.note("QK401", reader.at(path, offset), fault.message)
        return None
    for name in sorted(dependencies(draw)):
        if name in known:
            continue
        if name in given:
            message, fix = f"{quoted(name)} is drawn later", f"put {name} before {path[-1]}"
        elif name in reader.authored.keys.let:
            message = f"{quoted(name)} is derived under let, and what is drawn comes first"
            fix = "write a number here, or a formula of earlier givens"
        else:
            message, fix = f"unknown name {quoted(name)}{did_you_mean(name, known.shapes)}", ""
        word = re.search(rf"\b{re.escape(name)}\b", specification) if isinstance(specification, str) else None
        reader.note("QK402", reader.at(path, word.start() if word else None), message, fix)
    return draw


def with_symbols(
    reader: Reader,
    symbols: Mapping[str, object],
    shared: Mapping[str, Specification],
    known: Names,
    let: Collection[str],
) -> Names:
    """The names and the free letters: the question's own, and those it takes from its file."""
    for name, stated in {**shared, **symbols}.items():
        own = name in symbols
        if not own and (name in known or name in let):
            continue
        path = ("symbols", name)
        if own:
            check_name(reader, path, known.shapes)
        domain = domain_at(reader, path, cast("Specification", stated), report=own)
        known = known.plus(name, UNKNOWN if domain is None else Sort(domain.shape))
        known = replace(known, free=known.free | {name})
        if domain is not None and domain.kind == "integers" and not domain.shape:
            known = replace(known, integers=known.integers | {name})
    return known


def domain_at(
    reader: Reader, path: Path, specification: Specification, *, report: bool = True
) -> Domain | None:
    """The domain at a path; None, with a finding, if it is none."""
    try:
        return parse_domain(specification)
    except Unreadable as fault:
        if report:
            reader.note("QK309", reader.at(path), fault.message)
        return None


def with_derived(
    reader: Reader, path: Path, let: Mapping[str, str], known: Names, taken: Collection[str] = ()
) -> Names:
    """The names and what follows from them under ``let`` at a path."""
    everything = known
    free: set[str] = set()
    for name in let:
        if check_name(reader, (*path, name), taken):
            free.add(name)
        everything = everything.plus(name, UNKNOWN)
    nodes: dict[str, Node] = {}
    for name, text in let.items():
        node = reader.parsed((*path, name), text, everything)
        # Of a name that has another meaning too, nobody knows which of them a formula means.
        if node is not None and name in free:
            nodes[name] = node
    sorted_names = everything
    for name in _ordered(reader, path, nodes):
        sorted_names = sorted_names.plus(name, reader.sort((*path, name), nodes[name], sorted_names))
        if not names(nodes[name]).isdisjoint(sorted_names.free):
            sorted_names = replace(sorted_names, free=sorted_names.free | {name})
    return sorted_names


def _ordered(reader: Reader, path: Path, nodes: Mapping[str, Node]) -> Iterable[str]:
    """The derived values, each behind those that it uses; a circle is noted."""
    order = list(nodes)
    graph = {name: [other for other in order if other in names(node)] for name, node in nodes.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        # Told from the value that stands first in the file.
        around = list(reversed(circle.args[1]))[:-1]
        first = min(range(len(around)), key=lambda i: order.index(around[i]))
        turned = [*around[first:], *around[:first], around[first]]
        if len(turned) > MAX_SHOWN:
            turned = [*turned[: MAX_SHOWN - 2], "…", turned[-1]]
        reader.note(
            "QK305",
            key_place(reader.tree, (*path, turned[0])),
            f"these values depend on each other in a circle: {' → '.join(turned)}",
        )
        return []
