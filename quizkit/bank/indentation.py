"""What belongs under a key and stands beside it? The slip of the space bar that leaves a key without a value.

To YAML the keys below ``given:`` that are not indented are the next keys of the question. Where a key that
takes keys of its own has nothing, and unknown keys follow, these are meant: the author is told once, at the
first of them, and they are read as if they were indented, so that nothing else is told of them.
"""

from __future__ import annotations

from collections.abc import Collection

from quizkit.bank.findings import Findings
from quizkit.bank.tree import Entry, MapNode, TextNode
from quizkit.errors import quoted

HOLDERS = frozenset(
    {"given", "let", "symbols", "units", "mistakes", "tests", "choices", "settings", "rubric", "red_flags"}
)
"""Keys of a question that hold keys of the author's own."""


def indented(question: MapNode, known: Collection[str], findings: Findings) -> MapNode:
    """A question with the keys under ``given`` and the like that were left beside it.

    ``known`` are the keys that a question may have; none of them is moved.
    """
    entries: dict[str, Entry] = {}
    holder = ""
    for name, entry in question.entries.items():
        if holder and name not in known:
            held = entries[holder].value
            if not isinstance(held, MapNode):
                held = MapNode({}, entry.key.place)
                message = f"{quoted(name)} stands beside {quoted(holder)}, under which is nothing"
                findings.add("QK120", entry.key.place, message, f"indent what belongs to {quoted(holder)}")
            whole = MapNode({**held.entries, name: entry}, held.place)
            entries[holder] = Entry(entries[holder].key, whole)
            continue
        empty = isinstance(entry.value, TextNode) and entry.value.is_nothing
        holder = name if name in HOLDERS and empty else ""
        entries[name] = entry
    return MapNode(entries, question.place, question.flow)
