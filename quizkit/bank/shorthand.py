"""What does a question say in full? Shorthand written out, defaults filled in, settings merged.

All of this happens on the tree of the file, before any value is read: so each value keeps the place where
it was written, and the model knows one form of everything.

A setting's mappings merge into the question's key by key; whatever else it says replaces. ``units`` are
replaced as a whole, because their factors belong to one answer and their order says which is meant by a
bare number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizkit.bank.tree import Entry, ListNode, MapNode, Node, TextNode, nodes_of

LISTS = frozenset(
    {"where", "assume", "hints", "accept", "accept_if", "verify"}
    | {"tags", "sources", "requires", "skip", "look_for"}
)
"""Keys that take a list, and for which a single item may stand alone."""

TWICE = "'"
"""Marks the id of a listed choice that another one has already."""

REPLACED = frozenset({"units"})
"""Mappings of which a setting's replaces the question's."""

PARTWISE = frozenset(
    {"tol", "precision", "units", "unit_required"} | {"form", "equal", "credit", "follow_through"}
)
"""Keys of ``defaults`` and of a question in parts that its parts take over."""


def written_out(question: MapNode) -> MapNode:
    """A question, a setting or a part with its shorthand written out, but for the ids of choices."""
    entries: dict[str, Entry] = {}
    for name, entry in question.entries.items():
        value = entry.value
        match name, value:
            case "mistakes", MapNode(items):
                value = _each(value, {key: _mistake(item.value) for key, item in items.items()})
            case "parts" | "settings", MapNode(items):
                written = {
                    key: written_out(item.value) if isinstance(item.value, MapNode) else item.value
                    for key, item in items.items()
                }
                value = _each(value, written)
            case "rubric", MapNode(items):
                value = _each(
                    value,
                    {
                        key: written_out(item.value) if isinstance(item.value, MapNode) else item.value
                        for key, item in items.items()
                    },
                )
            case _ if name in LISTS and not isinstance(value, ListNode):
                stands_alone = isinstance(value, MapNode) if name == "verify" else _is_text(value)
                if stands_alone:
                    value = ListNode((value,), value.place)
        entries[name] = Entry(entry.key, value)
    return MapNode(entries, question.place, question.flow)


def _is_text(node: Node) -> bool:
    return isinstance(node, TextNode) and not node.is_nothing


def _each(mapping: MapNode, values: Mapping[str, Node]) -> MapNode:
    entries = {key: Entry(entry.key, values[key]) for key, entry in mapping.entries.items()}
    return MapNode(entries, mapping.place, mapping.flow)


def _mistake(node: Node) -> Node:
    """``bits: -log2(p)`` is ``bits: {is: -log2(p)}``."""
    if isinstance(node, MapNode) or (isinstance(node, TextNode) and node.is_nothing):
        return node
    return MapNode({"is": Entry(TextNode("is", "plain", node.place, "is"), node)}, node.place)


def merged(base: MapNode, over: MapNode) -> MapNode:
    """``base`` with the keys of ``over``: mappings merge key by key, all else is replaced."""
    entries = dict(base.entries)
    for name, entry in over.entries.items():
        value = entry.value
        old = base.get(name)
        if isinstance(old, MapNode) and isinstance(value, MapNode) and name not in REPLACED:
            entries[name] = Entry(entry.key, merged(old, value))
        else:
            entries[name] = entry
    return MapNode(entries, base.place)


def with_ids(question: MapNode) -> MapNode:
    """A question whose listed choices have ids: their own ``id``, else 1, 2, 3… in file order.

    Numbers, because letters are what learners are shown, in another order in every variant.
    """
    entries = dict(question.entries)
    choices = question.get("choices")
    if isinstance(choices, ListNode):
        entries["choices"] = Entry(question.entries["choices"].key, _by_id(choices))
    parts = question.get("parts")
    if isinstance(parts, MapNode):
        inner = {
            key: with_ids(entry.value) if isinstance(entry.value, MapNode) else entry.value
            for key, entry in parts.entries.items()
        }
        entries["parts"] = Entry(question.entries["parts"].key, _each(parts, inner))
    return MapNode(entries, question.place, question.flow)


def _by_id(choices: ListNode) -> MapNode:
    entries: dict[str, Entry] = {}
    for index, item in enumerate(choices.items):
        key = TextNode(str(index + 1), "plain", item.place, "")
        value = item
        if isinstance(item, MapNode) and isinstance(own := item.get("id"), TextNode):
            key = own
            value = item.without("id")
        while key.text in entries:
            key = TextNode(key.text + TWICE, "plain", key.place, "")
        entries[key.text] = Entry(key, value)
    return MapNode(entries, choices.place)


def with_defaults(question: MapNode, defaults: MapNode, known: frozenset[str]) -> MapNode:
    """A question with those defaults that it knows and does not state itself."""
    entries = dict(question.entries)
    for name, entry in defaults.entries.items():
        if name in known and name not in entries:
            entries[name] = entry
    return MapNode(entries, question.place, question.flow)


_FORMULAS = frozenset(["answer", "let", "accept", "mistakes", "assume", "where", "verify"])


def formulas_of(question: MapNode) -> Iterator[TextNode]:
    """The texts of a question that are formulas, those of its parts and settings included."""
    for name, entry in question.entries.items():
        if name in _FORMULAS:
            yield from (node for node in nodes_of(entry.value) if isinstance(node, TextNode))
        elif name in {"parts", "settings"} and isinstance(entry.value, MapNode):
            for inner in entry.value.entries.values():
                if isinstance(inner.value, MapNode):
                    yield from formulas_of(inner.value)
