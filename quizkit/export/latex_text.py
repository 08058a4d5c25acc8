r"""What does a Markdown text look like in LaTeX?

Text is escaped character by character, formulas are written anew (``latex_formulas``), code becomes lines
of a font whose letters are equally wide. What cannot be set is shown as it is typed, and reported.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizkit.errors import Unreadable, printable
from quizkit.export import latex_signs
from quizkit.export.latex_formulas import formula
from quizkit.typeset.source import tree

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

NESTING = 2
"""How deep lists may stand in lists before they are set without further indentation."""
TABLE_ROWS = 30
"""Longer tables are set as several, so that they fit on pages."""
_WIDE_TABLE = 62
"""A table whose columns together hold more letters than this has its lines broken."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Sets Markdown; ``note`` is told, in an author's words, what is lost."""

    note: Callable[[str], None]
    depth: int = 0
    """How many lists and quotations this stands in."""
    full: bool = False
    """Whether formulas in a line are as large as displayed ones."""

    def text(self, markdown: str) -> str:
        """A text of several blocks."""
        return self.blocks(tree(markdown).children)

    def plain(self, text: str) -> str:
        """Text without any markup."""
        return latex_signs.text(text, self._missing)

    def code(self, text: str) -> str:
        """Text as it is typed."""
        return latex_signs.code(text, self._missing)

    def line(self, markdown: str) -> str:
        """A text that stands in a line: its blocks one after the other, if they are but paragraphs."""
        nodes = tree(markdown).children
        if all(node.type == "paragraph" for node in nodes):
            return " ".join(self._inlines(node.children) for node in nodes)
        return self.blocks(nodes)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        """Blocks with an empty line between them."""
        return "\n\n".join(filter(None, map(self._block, nodes)))

    def _missing(self, character: str) -> None:
        if unicodedata.category(character) == "Lo":
            self.note("letters of another script, shown as □")
        else:
            self.note(f"the character {printable(character)} (U+{ord(character):04X}), shown as □")

    def _block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "heading":
                return rf"{{\bfseries {self._inlines(node.children)}\par}}"
            case "paragraph":
                return self._inlines(node.children)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                if self.depth >= NESTING:
                    return self.blocks(node.children)
                inside = replace(self, depth=self.depth + 1).blocks(node.children)
                return f"\\begin{{quote}}\n{inside}\n\\end{{quote}}"
            case "fence" | "code_block":
                return self._code(node.content)
            case "math_block":
                return self._displayed(node.content)
            case "table":
                return self._table(node)
            case "hr":
                return r"{\noindent\rule{\linewidth}{0.4pt}\par}"
            case _:
                return self._inlines([node])

    def _list(self, node: SyntaxTreeNode) -> str:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        inner = replace(self, depth=self.depth + 1)
        items = []
        for place, item in enumerate(node.children):
            mark = r"\textbullet{}" if start is None else f"{start + place}."
            inside = inner.blocks(item.children)
            items.append(f"{mark} {inside}" if self.depth >= NESTING else f"\\item[{{{mark}}}] {inside}")
        if self.depth >= NESTING:
            return "\n\n".join(items)
        return "\n".join(["\\begin{itemize}", *items, "\\end{itemize}"])

    def _code(self, content: str) -> str:
        lines = []
        for source in content.expandtabs(4).rstrip("\n").split("\n"):
            body = source.lstrip(" ")
            indent = len(source) - len(body)
            written = self.code(body) if body.strip() else r"\strut"
            lines.append(rf"\codeline{{{indent}}}{{{written}}}")
        return "\n".join(["{\\codelines", *lines, "}"])

    def _displayed(self, source: str) -> str:
        written = self._formula(source, breakable=False)
        return rf"\displayed{{{written}}}" if written is not None else self._typed(source)

    def _formula(self, source: str, *, breakable: bool) -> str | None:
        """The LaTeX of a formula; None, with a report, where it is refused."""
        try:
            return formula(source.strip(), self._missing, breakable=breakable)
        except Unreadable as fault:
            self.note(f"a formula, shown as it is typed: {fault.message}")
            return None

    def _typed(self, source: str) -> str:
        return rf"{{\ttfamily {self.code(' '.join(source.split()))}}}"

    def _inlines(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text":
                return self.plain(node.content)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "\\breakhere\n"
            case "code_inline":
                return rf"{{\ttfamily {self.code(node.content)}}}"
            case "math_inline":
                written = self._formula(node.content, breakable=True)
                if written is None:
                    return self._typed(node.content)
                # Two dollars would begin a display.
                style = r"\displaystyle " if self.full else ""
                return f"${style}{written}$" if written.strip() else ""
            case "math_inline_double":
                return self._displayed(node.content)
            case "em":
                return rf"{{\itshape {self._inlines(node.children)}\/}}"
            case "strong":
                return rf"{{\bfseries {self._inlines(node.children)}}}"
            case "link":
                return self._link(node)
            case "image":
                self.note("a picture, shown as its name")
                return self.plain(f"[{node.content or 'picture'}]")
            case _:
                return self._inlines(node.children) if node.children else self.plain(node.content or "")

    def _link(self, node: SyntaxTreeNode) -> str:
        inside = self._inlines(node.children)
        target = str(node.attrs.get("href", ""))
        shown = "".join(child.content or "" for child in node.children)
        if not target or target in {shown, f"mailto:{shown}"}:
            return inside
        return rf"{inside} ({{\ttfamily {self.code(target)}}})"

    def _table(self, node: SyntaxTreeNode) -> str:
        head, *rows = [row.children for section in node.children for row in section.children]
        heading = [rf"{{\bfseries {self._inlines(cell.children)}}}" for cell in head]
        columns = _columns([[_letters(cell) for cell in row] for row in (head, *rows)], head)
        tables = []
        for start in range(0, max(len(rows), 1), TABLE_ROWS):
            cells = [
                [self._inlines(cell.children) for cell in row] for row in rows[start : start + TABLE_ROWS]
            ]
            lines = [" & ".join(map(_cell, row)) + r" \\" for row in cells]
            tables.append(
                "\n".join(
                    [
                        rf"\begin{{center}}\begin{{tabular}}{{{columns}}}",
                        r"\toprule",
                        " & ".join(map(_cell, heading)) + r" \\",
                        r"\midrule",
                        *lines,
                        r"\bottomrule",
                        r"\end{tabular}\end{center}",
                    ]
                )
            )
        return "\n\n".join(tables)


def _cell(written: str) -> str:
    # What follows \\ or begins a row is looked at for an argument and for a rule.
    return rf"\relax {written}" if written[:1] in {"[", "*"} or not written else written


def _letters(node: SyntaxTreeNode) -> int:
    """About how wide a cell is, in letters."""
    if not node.children:
        size = len(node.content or "")
        return size if node.type in {"text", "code_inline"} else max(size // 2, 1)
    return sum(map(_letters, node.children))


def _columns(sizes: Sequence[Sequence[int]], head: Sequence[SyntaxTreeNode]) -> str:
    """The columns of a table: as wide as their cells where there is room, else of a share of the line."""
    widest = [max(column) for column in zip(*sizes, strict=True)]
    sides = [_side(cell) for cell in head]
    if sum(widest) + 3 * len(widest) <= _WIDE_TABLE:
        return "".join(sides)
    total = sum(max(size, 6) for size in widest)
    room = max(0.98 - 0.035 * len(widest), 0.3)
    shares = [room * max(size, 6) / total for size in widest]
    ways = {"l": r"\raggedright", "r": r"\raggedleft", "c": r"\centering"}
    return "".join(
        rf">{{{ways[side]}\arraybackslash}}p{{{share:.3f}\linewidth}}"
        for side, share in zip(sides, shares, strict=True)
    )


def _side(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return "r" if "right" in style else "c" if "center" in style else "l"
