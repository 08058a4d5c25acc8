"""From typed text to a tree, with the leniency that the kind of answer allows."""

from __future__ import annotations

from quizkit.errors import Unreadable
from quizkit.grading.finding import Finding, wrong
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.nodes import Binary, Node
from quizkit.mathlang.parser import Reading, read


def read_response(marking: Marking, text: str) -> Node | Finding:
    """The formula typed, in the question's first unit. Raises Unreadable with a span into ``text``.

    A Finding is returned where the text can be read but its form is not the one asked for.
    """
    reading = _with_brackets(marking, text) if marking.task.kind == "vector" else read(text, marking.scope)
    node = reading.node
    if marking.task.units:
        if reading.unit is None and marking.task.unit_required:
            words = ", ".join(marking.task.units)
            return wrong(
                Evidence("unit", {"expected": list(marking.task.units)}), message=f"Give the unit: {words}."
            )
        if reading.unit is not None:
            factor = marking.unit_factors[reading.unit]
            node = Binary("*", node, factor, start=node.start, end=node.end)
    return node


def _with_brackets(marking: Marking, text: str) -> Reading:
    """A vector, for which the brackets may be left out: ``1, 2, 3``."""
    try:
        return read(text, marking.scope)
    except Unreadable as error:
        bare = text.strip()
        if bare[:1] in {"[", "("} or ("," not in bare and ";" not in bare and len(bare.split()) < 2):
            raise
        try:
            return read(f"[{text}]", marking.scope)
        except Unreadable:
            raise error from None
