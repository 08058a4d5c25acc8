"""Draws ``pictures.txt`` anew from the formulas in it; look at every picture before it is kept."""

from pathlib import Path

from quizkit.mathlang.latex import latex
from quizkit.mathlang.layout import ASCII, UNICODE, draw, line
from quizkit.mathlang.parser import Scope, read
from tests.strategies import INTEGERS, SHAPES

PICTURES = Path(__file__).parent / "pictures.txt"
SCOPE = Scope(shapes=SHAPES, integers=INTEGERS, open=True)


def read_pictures() -> dict[str, str]:
    """Each formula as typed, and how it was approved."""
    blocks = PICTURES.read_text().split("%% ")[1:]
    return {formula: picture for formula, _, picture in (block.partition("\n") for block in blocks)}


def drawn(formula: str) -> str:
    """A formula in one row, in LaTeX, as a picture, and as a picture in ASCII."""
    node = read(formula, SCOPE).node
    pictures = [
        [f"    {row}".rstrip() for row in draw(node, glyphs=glyphs).lines] for glyphs in (UNICODE, ASCII)
    ]
    rows = [f"line   {line(node)}", f"latex  {latex(node)}", *pictures[0]]
    return "\n".join([*rows, "", *pictures[1]]) + "\n\n"


if __name__ == "__main__":
    PICTURES.write_text("".join(f"%% {formula}\n{drawn(formula)}" for formula in read_pictures()))
