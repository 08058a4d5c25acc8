"""A bank with one question of each kind, for tests of previews; and one whose author means harm."""

from __future__ import annotations

from pathlib import Path

from quizkit.bank import load_bank, load_texts
from quizkit.variants import make_variant
from quizkit.workshop.preview import Preview, preview

FOLDER = Path(__file__).parent / "previews"
KINDS = (
    "a-number",
    "a-formula",
    "a-vector",
    "a-matrix",
    "a-choice",
    "a-selection",
    "an-essay",
    "in-parts",
)
HOSTILE = r"""
quizkit: 1
title: Harm
questions:
  harm:
    type: parts
    title: "</title></style><script>alert(1)</script>"
    given: {w: ["'<img src=x onerror=alert(1)>'", "'</table><b>'"]}
    prompt: "{{ w }} <script>alert(2)</script> </article> $\\text{<b>}$ [a](javascript:alert(3)) <!-- "
    hints: ["</details><script>", "![x](http://example.org/x.png)"]
    solution: "]]> <style>*{display:none}</style> \e[2J"
    parts:
      n:
        type: number
        ask: "<form>"
        answer: "2"
        mistakes: {three: {is: "3", say: "<iframe src='x'>"}}
        tests: {"<svg onload=alert(4)>": invalid, "\e]0;x\a": invalid}
        units: {nats: 1}
      c:
        type: choice
        ask: Which?
        choices:
          yes: {text: "<b onclick='x'>yes</b>", correct: true, say: "</div>"}
          "no": {text: "<i>no</i>", say: "&lt;script&gt; &#60;script>"}
      t:
        type: text
        ask: Why?
        rubric:
          idea: {award: "<u>", missing: "</td>", look_for: ["</table><script> | x"]}
"""


def previewed(question: str, seed: int = 0) -> Preview:
    """The preview of a question of the bank."""
    return preview(make_variant(_BANK[question], seed=seed))


def harmful(seed: int = 0) -> Preview:
    """The preview of the question whose author means harm."""
    return preview(make_variant(load_texts({"harm.yaml": HOSTILE})["harm"], seed=seed))


_BANK = load_bank(FOLDER)
if _BANK.problems:
    raise AssertionError("\n".join(map(str, _BANK.problems)))
