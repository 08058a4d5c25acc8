"""Draws ``formulas.txt`` anew from the formulas in it; look at every picture before it is kept."""

from pathlib import Path

from quizkit.mathlang import drawing
from quizkit.mathlang.glyphs import ASCII
from quizkit.typeset import latex

PICTURES = Path(__file__).parent / "formulas.txt"


def read_pictures() -> dict[str, str]:
    """Each LaTeX formula, and how it was approved."""
    blocks = PICTURES.read_text().split("%% ")[1:]
    return {formula: picture for formula, _, picture in (block.partition("\n") for block in blocks)}


def drawn(formula: str) -> str:
    """A formula in one row, in ASCII, and on its own."""
    mark = latex.read(formula).mark
    picture = drawing.display(mark)
    rows = [f"flat   {drawing.flat(mark)}", f"ascii  {drawing.flat(mark, glyphs=ASCII)}"]
    if picture.height > 1:
        rows += [f"    {line}".rstrip() for line in picture.lines]
    return "\n".join(rows) + "\n\n"


if __name__ == "__main__":
    PICTURES.write_text("".join(f"%% {formula}\n{drawn(formula)}" for formula in read_pictures()))
