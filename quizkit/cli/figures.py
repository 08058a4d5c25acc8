"""``quizkit figures``: seven pictures, and the numbers that they show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, Progress, count, end, say, say_json, tell
from quizkit.cli.writing import replaced
from quizkit.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

DARK = "-dark"
"""What is added to the name of a dark picture, so that it may lie beside the light one."""


class Form(StrEnum):
    """In which form pictures are written."""

    PNG = "png"
    SVG = "svg"


def figures(
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder to write to.")] = "figures",
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="NUMBERS", help="Only these, such as 01,03; all seven if left out."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="The number that fixes what is drawn at random.")
    ] = 0,
    form: Annotated[Form, typer.Option("--format", metavar="FORM", help="png or svg.")] = Form.PNG,
    dark: Annotated[bool, typer.Option("--dark", help="Light lines on a dark ground.")] = False,
    json: Json = False,
) -> None:
    """Draw seven figures, and write the numbers that they show.

    quizkit figures --out pictures
    quizkit figures --only 01,03 --format svg
    quizkit figures --seed 7 --dark

    Each figure is a picture and a JSON file of the same name with the plotted arrays. The same seed gives
    the same bytes of JSON. Dark pictures have -dark at the end of their names.

    The files are named on stdout. Pictures need Matplotlib: pip install 'quizkit[figures]'.

    Exit code: 0 done, 2 no such figure, no Matplotlib, or the folder cannot be written.
    """
    from quizkit.figures import chosen, require_matplotlib

    numbers = chosen(only)
    require_matplotlib()
    folder = Path(out)
    progress = Progress("drawing", len(numbers))
    written = []
    try:
        for number in numbers:
            for name, content in _files(number, seed, form, dark=dark):
                _write(folder / name, content)
                written.append({"file": str(folder / name), "bytes": len(content)})
            progress.step(number)
    except OSError as failure:
        reason = (failure.strerror or "failure").lower()
        end(Exit.USAGE, f"quizkit: {printable(str(folder))} cannot be written: {reason}")
    finally:
        progress.close()
    if json:
        say_json({"schema": 1, "figures": list(numbers), "seed": seed, "dark": dark, "files": written})
    else:
        say(*(str(one["file"]) for one in written))
        tell(f"{count(len(numbers), 'figure')} → {count(len(written), 'file')}.")


def _files(number: str, seed: int, form: Form, *, dark: bool) -> Iterator[tuple[str, bytes]]:
    """The names and contents of a figure's files."""
    from quizkit.figures import FIGURES, picture, plotted

    name = FIGURES[number].name
    shown = plotted(number, seed)
    yield f"{name}.json", shown.to_json().encode()
    suffix = f"{DARK if dark else ''}.{form.value}"
    yield f"{name}{suffix}", picture(shown, form=form.value, dark=dark)


def _write(file: Path, content: bytes) -> None:
    """Write the file as a whole or not at all, and its folder if need be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replaced(file) as written:
        written.write(content)
