"""How to type mathematics, and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

CHEAT_SHEET = """\
How to type mathematics

  2x  2*x  x(1-x)         products; x^2 or x² powers
  1/(2x)                  brackets needed: 1/2x could be either
  sqrt(x) exp(x) e^x      log(x) or ln(x) is natural; log2, log10
  sigma(x) Phi(x) phi(x)  relu gelu silu tanh softplus erf step
  |x|  max(a, b)          cases(x < 0 -> 0, x > 0 -> 1)
  [1, 2, 3]               a vector
  [[1, 2], [3, 4]]        a matrix, or its rows line by line (Ctrl+J)
  W.T @ g  outer(a, b)    transpose, matrix product; diag, norm, sum
  p_i  z[0]  z_1          entries: z[0] counts from 0, z_1 from 1
  1/3  35%  3.5e-1        numbers; -log(0.7) counts like 0.3567
  \\frac{1}{2} \\sigma(x)   LaTeX is read too

Keys

  Enter   submit, go on          F2  the next hint
  Ctrl+S  submit a text          F3  skip this problem
  Ctrl+J  another row            F4  give up, see the solution
  A B C   pick an option         F7  F8  part before, part after
  Space   tick an option         PgUp PgDn  scroll
  Ctrl+Z  undo; Ctrl+Y redo      Ctrl+T  light or dark
  Ctrl+Q  quit                   F1  this help

  No F-keys? Esc leaves the field, and then a letter does it:
  h hint, s skip, g give up, q leave the sitting, ? help.

What cannot be read never costs a try.
Esc closes this page."""


class HelpScreen(ModalScreen[None]):
    """The cheat sheet, over whatever was shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,q,question_mark", "dismiss", id="back", show=False)
    ]

    def compose(self) -> ComposeResult:
        """The sheet, scrollable where it is longer than the screen."""
        with VerticalScroll(id="help"):
            yield Static(CHEAT_SHEET, markup=False)
