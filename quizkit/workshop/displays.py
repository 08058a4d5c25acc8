"""Which placeholders show a value that a key is computed from, and how do they print it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizkit.bank.template import Format, holes, parse_template
from quizkit.mathlang.nodes import Index, Name, Node, Number, names
from quizkit.variants.parsed import ParsedBody
from quizkit.workshop.faults import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """A placeholder that shows the value of a name, or one entry of it."""

    name: str
    indices: tuple[int, ...] = ()
    """The entry that is shown, from 0; empty: all of it."""
    format: Format
    path: Path
    """The text that it stands in."""
    offset: int
    """Where in the text."""

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.indices))}]" if self.indices else self.name


def displays(body: ParsedBody, part: str) -> Iterator[Display]:
    """The placeholders of prompt and questions that show a name which a part's key reads."""
    task = body.tasks[part]
    if task.key is None or task.symbolic:
        return
    read = reached(task.key, body.formulas)
    texts: dict[Path, str] = {("prompt",): body.body.prompt}
    texts |= {("parts", one, "ask"): body.tasks[one].task.ask for one in body.tasks if one}
    for path, text in texts.items():
        if "{{" not in text:
            continue
        pieces = parse_template(text, code_templated=body.body.code_templated)
        for formula, form, offset in holes(pieces):
            name, indices = _named(body.read(formula), body)
            # What is drawn is a short decimal: only a format rounds it.
            rounds = name not in body.draws or form.figures is not None or form.places is not None
            if name in read and rounds and not form.expression:
                yield Display(name=name, indices=indices, format=form, path=path, offset=offset)


def reached(node: Node, formulas: Mapping[str, Node]) -> set[str]:
    """The names that a formula reads, and those that they are made of."""
    found: set[str] = set()
    pending = set(names(node))
    while pending:
        name = pending.pop()
        found.add(name)
        pending |= names(formulas[name]) - found if name in formulas else set()
    return found


def _named(node: Node, body: ParsedBody) -> tuple[str, tuple[int, ...]]:
    """The name whose value a formula is, and the entry; no name where it is anything else."""
    match node:
        case Name(name):
            return name, ()
        case Index(Name(name), indices, origin):
            written = [one for one in indices if isinstance(one, Number) and one.denominator == 1]
            found = tuple(one.numerator - origin for one in written)
            return (name, found) if len(found) == len(indices) else ("", ())
        case _:
            return next((name for name, formula in body.lets.items() if formula == node), ""), ()
