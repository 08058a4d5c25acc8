"""Is each witness a check of the key, and independent of it?

A witness is one of three: a formula of reference functions (``ref``), a formula whose numeric gradient is
the key (``grad`` and ``wrt``), a condition that holds of the key (``expect``). In ``ref`` names are looked
up in ``quizkit.reference`` first: code kept apart from the functions that keys are made of. A ``ref`` that
comes to the key's own formula would prove nothing, and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizkit.bank.declarations import with_derived, with_givens
from quizkit.bank.formulas import Names, Reader, reference_arities
from quizkit.bank.model import WitnessKeys
from quizkit.bank.tree import Path
from quizkit.errors import quoted
from quizkit.mathlang.nodes import Call, Index, Name, Node, walk
from quizkit.mathlang.nodes import names as names_in


@dataclass(frozen=True, slots=True)
class Key:
    """The key that witnesses speak for."""

    node: Node | None
    """None: it could not be read, which has been told."""
    names: frozenset[str]
    """What the key is called in formulas: ``answer``, and the id of its part."""


def check_witnesses(
    reader: Reader,
    path: Path,
    witnesses: Sequence[WitnessKeys],
    known: Names,
    *,
    key: Key | None,
) -> None:
    """Check each of the witnesses that stand at a path; without a key only ``expect`` has a meaning."""
    for index, witness in enumerate(witnesses):
        _Witness(reader, (*path, index), witness, known, key).check()


class _Witness:
    """The checks of one witness."""

    def __init__(
        self,
        reader: Reader,
        path: Path,
        said: WitnessKeys,
        known: Names,
        key: Key | None,
    ) -> None:
        self.reader = reader
        self.path = path
        self.said = said
        self.key = key
        known = with_givens(reader, (*path, "given"), said.given, known)
        self.known = with_derived(reader, (*path, "let"), said.let, known)

    def check(self) -> None:
        """Check the formula, whichever it is."""
        said = self.said
        stated = [name for name in ("ref", "grad", "expect") if getattr(said, name) is not None]
        if len(stated) != 1:
            both = " and ".join(stated)
            message = f"one witness, one check: this has {both}" if stated else "this witness checks nothing"
            self.reader.note("QK511", self.reader.at(self.path), message, "give one of ref, grad and expect")
        elif self.key is None and stated != ["expect"]:
            self.reader.note(
                "QK511",
                self.reader.at((*self.path, stated[0])),
                f"there is no key here that '{stated[0]}' could be compared with",
                "write 'expect:' and a condition",
            )
        if said.ref is not None:
            self._reference(said.ref)
        if said.grad is not None:
            self.reader.formula((*self.path, "grad"), said.grad, self.known)
            if said.wrt is None:
                self.reader.note(
                    "QK511", self.reader.at((*self.path, "grad")), "'grad' needs 'wrt', the variable"
                )
        if said.expect is not None:
            self.reader.formula((*self.path, "expect"), said.expect, self.known, wanted="condition")
        if said.wrt is not None:
            self._variable(said.wrt)
        if said.tol is not None:
            self.reader.tolerance((*self.path, "tol"), said.tol)

    def _reference(self, text: str) -> None:
        """A formula of reference functions, which must be another than the key's."""
        path = (*self.path, "ref")
        node, _ = self.reader.formula(
            path, text, self.known, extra=reference_arities(), unknown_function="QK502"
        )
        if node is None or self.key is None:
            return
        own = sorted(names_in(node) & self.key.names)
        borrows = any(isinstance(part, Call) and part.function in reference_arities() for part in walk(node))
        if own:
            self.reader.note(
                "QK503",
                self.reader.at(path),
                f"the witness uses '{own[0]}', the very key it is to check",
            )
        elif node == self.key.node and not borrows:
            self.reader.note(
                "QK503",
                self.reader.at(path),
                "this is the key's own formula, which proves nothing",
                "use a reference function, 'grad' or 'expect'",
            )

    def _variable(self, text: str) -> None:
        """The variable of a gradient, or an entry of it."""
        path = (*self.path, "wrt")
        if self.said.grad is None:
            self.reader.note("QK511", self.reader.at(path), "'wrt' belongs to 'grad'")
        node = self.reader.formula(path, text, self.known, wanted="either")[0]
        if node is not None and not _is_variable(node):
            self.reader.note(
                "QK511",
                self.reader.at(path),
                f"expected a variable or an entry of one, such as z or z[0], found {quoted(text)}",
            )


def _is_variable(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Index) and isinstance(node.base, Name))
