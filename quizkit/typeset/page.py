"""What does a Markdown text look like on a screen of characters?

Two looks of one walk over the text. The *picture* look draws mathematics in two dimensions, tables with
a rule, quotations behind a bar. The *plain* look has no drawing at all: every formula in one row, code
between backticks, so that it can be read aloud. Neither ever writes wider than asked where the text can
be broken at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizkit.mathlang import boxes, drawing
from quizkit.mathlang.boxes import Alignment, Box
from quizkit.mathlang.glyphs import Glyphs, cells
from quizkit.mathlang.marks import Gap, Mark, Row
from quizkit.typeset import latex
from quizkit.typeset.flow import Atom, Between, Piece, filled, least_width, natural_width
from quizkit.typeset.spans import Line, Span, Style, indented, joined

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LEAST_WIDTH = 16
"""Indentation stops where less room than this would be left."""

_BREAKABLE_FROM = 20
"""Formulas in a sentence are broken only if they are wider than this."""

_GAP = 3
"""Columns between the columns of a table."""


@dataclass(frozen=True, slots=True)
class Page:
    """A way of setting text: with which characters, with or without drawing, how wide."""

    glyphs: Glyphs
    pictures: bool
    width: int

    def blocks(self, nodes: Sequence[SyntaxTreeNode], *, tight: bool = False) -> tuple[Line, ...]:
        """The lines of blocks, with an empty one between them; within a tight list there is none."""
        lines: list[Line] = []
        for node in nodes:
            drawn = self._block(node)
            if not drawn:
                continue
            if lines and not (tight and node.type in {"paragraph", "bullet_list", "ordered_list"}):
                lines.append(())
            lines += drawn
        return tuple(lines)

    def _narrower(self, by: int) -> Page:
        return replace(self, width=max(self.width - by, min(self.width, LEAST_WIDTH)))

    def _block(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        match node.type:
            case "heading":
                return filled(self._inlines(node.children, "heading"), self.width)
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                bar = Span(self.glyphs.text("│ ") if self.pictures else "> ", "quote")
                inside = self._narrower(2).blocks(node.children)
                return indented((tuple(_quoted(span) for span in line) for line in inside), bar)
            case "fence" | "code_block":
                return self._code(node.content)
            case "math_block":
                return self._displayed(node.content)
            case "table":
                return self._table(node)
            case "hr":
                return ((Span(self.glyphs.text("─") * self.width if self.pictures else "---"),),)
            case _:
                return filled(self._inlines([node], "plain"), self.width)

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        """Sentences; displayed formulas within stand on lines of their own."""
        content = node.children[0].children if node.children else []
        if len(content) == 1 and content[0].type == "math_inline":
            mark = latex.read(content[0].content).mark
            if self.pictures and drawing.inline(mark, glyphs=self.glyphs).height > 1:
                return self._displayed(content[0].content)
        lines: list[Line] = []
        sentence: list[SyntaxTreeNode] = []
        for child in (*content, None):
            if child is not None and child.type != "math_inline_double":
                sentence.append(child)
                continue
            drawn = filled(self._inlines(sentence, "plain"), self.width)
            if drawn and any(drawn):
                lines += [(), *drawn] if lines else drawn
            if child is not None:
                display = self._displayed(child.content)
                lines += [(), *display] if lines else display
            sentence = []
        return tuple(lines)

    def _list(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        lines: list[Line] = []
        number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        last = (number or 0) + len(node.children) - 1
        bullet = self.glyphs.text("•") if self.pictures else "-"
        indent = 2 if number is None else len(str(last)) + 2
        tight = all(
            child.is_nested and child.nester_tokens is not None and child.nester_tokens.opening.hidden
            for item in node.children
            for child in item.children
            if child.type == "paragraph"
        )
        for place, item in enumerate(node.children):
            marker = bullet if number is None else f"{number + place}."
            inside = self._narrower(indent).blocks(item.children, tight=tight) or ((),)
            if lines and not tight:
                lines.append(())
            lines += indented(inside, Span(" " * indent), Span(marker.rjust(indent - 1) + " "))
        return tuple(lines)

    def _code(self, content: str) -> tuple[Line, ...]:
        """Code as it stands, indented; lines too long are cut."""
        indent = min(4, max(self.width - LEAST_WIDTH, 0))
        lines: list[Line] = []
        for source in content.rstrip("\n").split("\n"):
            shown = self.glyphs.text(source.expandtabs(4))
            atom = Atom(boxes.row(shown), "code")
            lines += filled([atom], self.width - indent) if shown.strip() else [()]
        return indented(lines, Span(" " * indent))

    def _displayed(self, source: str) -> tuple[Line, ...]:
        """A formula on lines of its own, broken after its relations if it is too wide."""
        mark = latex.read(source.strip()).mark
        indent = min(4, max(self.width - LEAST_WIDTH, 0))
        room = self.width - indent
        listed = () if self.pictures else drawing.listed(mark, glyphs=self.glyphs)
        if listed and max(map(cells, listed)) <= room:
            return indented(((Span(line, "math"),) for line in listed), Span(" " * indent))
        rows = [self._box(mark)]
        if rows[0].width > room:
            rows = self._packed(drawing.chunks(mark), room)
        lines: list[Line] = []
        for place, box in enumerate(rows):
            if box.width > room:
                pieces = self._flat_pieces(mark, room)
                return indented(filled(pieces, room), Span(" " * indent))
            if lines and (box.height > 1 or rows[place - 1].height > 1):
                lines.append(())
            lines += [joined((Span(line, "math"),)) for line in box.lines]
        return indented(lines, Span(" " * indent))

    def _box(self, mark: Mark) -> Box:
        if self.pictures:
            return drawing.display(mark, glyphs=self.glyphs)
        return boxes.row(drawing.flat(mark, glyphs=self.glyphs))

    def _packed(self, chunks: Sequence[Mark], room: int) -> list[Box]:
        """Parts of a formula in rows; all rows but the first stand a little further in."""
        rows: list[Box] = []
        gap = 1
        for chunk in chunks:
            box = self._box(_without_last_gap(chunk))
            if rows and rows[-1].width + gap + box.width <= room:
                rows[-1] = boxes.beside(rows[-1], boxes.row(" " * gap), box)
            else:
                rows.append(boxes.beside(boxes.row("  "), box) if rows else box)
            gap = 1 if chunk == _without_last_gap(chunk) else 3
        return rows

    # What is in a sentence.

    def _inlines(self, nodes: Sequence[SyntaxTreeNode], style: Style) -> list[Piece]:
        pieces: list[Piece] = []
        for node in nodes:
            match node.type:
                case "inline":
                    pieces += self._inlines(node.children, style)
                case "text":
                    pieces += self._words(node.content, style)
                case "softbreak":
                    pieces.append(Between.SPACE)
                case "hardbreak":
                    pieces.append(Between.BREAK)
                case "code_inline":
                    marked = node.content if self.pictures else f"`{node.content}`"
                    pieces += self._words(marked, "code")
                case "math_inline" | "math_inline_double":
                    pieces += self._formula(node.content)
                case "em" | "strong":
                    inner: Style = "strong" if node.type == "strong" else "emphasis"
                    pieces += self._inlines(node.children, style if style in {"heading", "strong"} else inner)
                case "link":
                    pieces += self._link(node, style)
                case "image":
                    pieces += self._words(f"[{node.content or 'picture'}]", style)
                case _:
                    pieces += self._inlines(node.children, style) or self._words(node.content, style)
        return pieces

    def _words(self, text: str, style: Style) -> list[Piece]:
        pieces: list[Piece] = []
        for place, word in enumerate(text.replace("\n", " ").split(" ")):
            if place:
                pieces.append(Between.SPACE)
            if word:
                pieces.append(Atom(boxes.row(self.glyphs.text(word)), style))
        return pieces

    def _link(self, node: SyntaxTreeNode, style: Style) -> list[Piece]:
        inside = self._inlines(node.children, style)
        target = str(node.attrs.get("href", ""))
        shown = "".join(piece.box.lines[0] for piece in inside if isinstance(piece, Atom))
        if not target or target in {shown, f"mailto:{shown}"}:
            return inside
        return [*inside, Between.SPACE, *self._words(f"({target})", style)]

    def _formula(self, source: str) -> list[Piece]:
        """A formula in a sentence: whole if it is short, else breakable after its relations."""
        mark = latex.read(source).mark
        whole = self._inline_box(mark)
        if whole.width <= min(_BREAKABLE_FROM, self.width):
            return [Atom(whole, "math")]
        pieces: list[Piece] = []
        for chunk in drawing.chunks(mark):
            box = self._inline_box(_without_last_gap(chunk))
            if pieces:
                pieces.append(Between.SPACE)
            pieces += [Atom(box, "math")] if box.width <= self.width else self._flat_pieces(chunk, self.width)
        return pieces

    def _inline_box(self, mark: Mark) -> Box:
        if self.pictures:
            return drawing.inline(mark, glyphs=self.glyphs)
        return boxes.row(drawing.flat(mark, glyphs=self.glyphs))

    def _flat_pieces(self, mark: Mark, width: int) -> list[Piece]:
        """A formula in one row, breakable after relations, or wherever it has a space if that will not do."""
        pieces: list[Piece] = []
        for chunk in drawing.chunks(mark):
            text = drawing.flat(_without_last_gap(chunk), glyphs=self.glyphs)
            words = text.split(" ") if cells(text) > width else [text]
            for word in words:
                pieces += [Between.SPACE, Atom(boxes.row(word), "math")] if word else []
        return pieces[1:]

    # Tables.

    def _table(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        rows = [row.children for section in node.children for row in section.children]
        cells_of = [
            [self._inlines(cell.children, "plain" if place else "strong") for cell in row]
            for place, row in enumerate(rows)
        ]
        alignments = [_alignment(cell) for cell in rows[0]]
        columns = list(zip(*cells_of, strict=True))
        widths = _shared(
            [max(map(natural_width, column)) for column in columns],
            [max(map(least_width, column)) for column in columns],
            self.width - _GAP * (len(columns) - 1),
        )
        lines: list[Line] = []
        for place, entries in enumerate(cells_of):
            if place == 1 and self.pictures:
                rule = [self.glyphs.text("─") * wide for wide in widths]
                lines.append(joined((Span((" " * _GAP).join(rule)),)))
            lines += _table_row(entries, widths, alignments)
        return tuple(lines)


def _without_last_gap(mark: Mark) -> Mark:
    match mark:
        case Row(parts=(*parts, Gap())):
            return Row(tuple(parts))
        case _:
            return mark


def _quoted(span: Span) -> Span:
    return Span(span.text, "quote") if span.style == "plain" else span


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return "right" if "right" in style else "centre" if "center" in style else "left"


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns: as asked where there is room, else the widest give way first."""
    widths = [max(width, 1) for width in natural]
    floors = [max(min(width, 12), 1) for width in least]
    while sum(widths) > room:
        loose = [place for place, width in enumerate(widths) if width > floors[place]]
        if not loose:
            floors = [max(floor - 1, 1) for floor in floors]
            if all(width == 1 for width in widths):
                break
            continue
        widest = max(loose, key=lambda place: widths[place])
        widths[widest] -= 1
    return widths


def _table_row(
    entries: Sequence[Sequence[Piece]], widths: Sequence[int], alignments: Sequence[Alignment]
) -> list[Line]:
    columns = [
        filled(entry, width, alignment)
        for entry, width, alignment in zip(entries, widths, alignments, strict=True)
    ]
    lines: list[Line] = []
    for place in range(max(map(len, columns), default=0)):
        spans: list[Span] = []
        for column, width in zip(columns, widths, strict=True):
            line = column[place] if place < len(column) else ()
            used = sum(cells(span.text) for span in line)
            spans += [*line, Span(" " * (width - used + _GAP))]
        lines.append(joined(spans))
    return lines
