"""What LaTeX commands stand for.

One table a kind of command. A command that is in none of them is looked up in pylatexenc, and, if that
does not know it either, shown as the word it is.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from quizkit.mathlang.glyphs import GREEK, cells
from quizkit.mathlang.marks import AccentName, Kind, Sign


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(kind: Kind, text: str) -> dict[str, Sign]:
    """``name sign name sign ...``: two words an entry."""
    words = text.split()
    return {name: Sign(sign, kind) for name, sign in zip(words[::2], words[1::2], strict=True)}


SIGNS: Mapping[str, Sign] = MappingProxyType(
    {
        **{name: Sign(letter) for name, letter in GREEK.items() if name not in {"eps", "lam"}},
        **_table(
            "ordinary",
            "varepsilon ε vartheta θ varphi φ varrho ρ varsigma ς varpi π omicron ο "
            "partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ imath i jmath j Re Re Im Im aleph ℵ emptyset ∅ "
            "varnothing ∅ forall ∀ exists ∃ neg ¬ lnot ¬ top ⊤ bot ⊥ prime ′ dagger † degree ° "
            "ldots … cdots ⋯ dots … dotsc … dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ "
            "backslash \\ % % $ $ # # & & _ _ checkmark ✓ square □ Box □ blacksquare ■ triangle △ "
            "vert | Vert ‖ | ‖",
        ),
        **_table(
            "binary",
            "times × div ÷ pm ± mp ∓ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ cup ∪ cap ∩ "
            "setminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ star ⋆ bmod mod",
        ),
        **_table("tight", "cdot · ast * slash /"),
        **_table(
            "relation",
            "le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ approx ≈ sim ∼ simeq ≃ "
            "cong ≅ equiv ≡ propto ∝ ll ≪ gg ≫ triangleq ≜ coloneqq := doteq ≐ "
            "to → rightarrow → longrightarrow → leftarrow ← gets ← leftrightarrow ↔ mapsto ↦ "
            "Rightarrow ⇒ implies ⇒ Longrightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ uparrow ↑ "
            "downarrow ↓ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ mid | parallel ‖ "
            "perp ⊥ vdash ⊢ models ⊨",
        ),
        **_table("opening", "lvert | lVert ‖ { { lbrace { langle ⟨ lfloor ⌊ lceil ⌈ lbrack [ lparen ("),
        **_table("closing", "rvert | rVert ‖ } } rbrace } rangle ⟩ rfloor ⌋ rceil ⌉ rbrack ] rparen )"),
        **_table("operator", "sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ coprod ∐"),
        "colon": Sign(":", "punctuation"),
    }
)
"""Commands that are one sign."""

FUNCTIONS = _words(
    "ln log lg exp sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan arg deg dim hom ker "
    "gcd tr softmax sigmoid relu ReLU GELU erf diag rank"
)
"""Commands that are function names and are written as such."""

LIMIT_FUNCTIONS = _words("max min sup inf lim limsup liminf det Pr argmax argmin")
"""Function names that carry their index below in a display."""

SPACES: Mapping[str, int] = MappingProxyType(
    {
        ",": 1,
        ":": 1,
        ";": 1,
        ">": 1,
        " ": 1,
        "!": 0,
        "quad": 2,
        "qquad": 4,
        "enspace": 1,
        "thinspace": 1,
        "hspace": 1,
        "nobreakspace": 1,
    }
)
"""Commands that are space, in columns."""

FONTS = _words(
    "mathbf mathit mathsf mathcal mathfrak mathscr mathnormal boldsymbol bm pmb mathbin mathrel mathord "
    "mathop mathopen mathclose mathpunct mathinner ensuremath boxed smash"
)
"""Commands that change how their argument looks, not what it is: the argument is read as it stands."""

UPRIGHT = _words("mathrm operatorname operatorname* mathtt texttt")
"""Commands whose argument is one word."""

TEXTS = _words("text textrm textbf textit textsf textnormal mbox hbox emph")
"""Commands whose argument is prose."""

IGNORED = _words(
    "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm displaystyle textstyle "
    "scriptstyle scriptscriptstyle limits nolimits nonumber notag hfill hline strut centering mathstrut "
    "bf it rm cal ( ) [ ] /"
)
"""Commands that say nothing a terminal could show."""

DROPPED = _words("label tag color vphantom hphantom phantom vspace textcolor href class style cssId")
"""Commands whose (first) argument is not shown."""

NEGATED: Mapping[str, str] = MappingProxyType(dict(zip("=<>∈≡∼≈⊂⊆∃|", "≠≮≯∉≢≁≉⊄⊈∄∤", strict=True)))
"""What ``\\not`` makes of a sign."""

ACCENTS: Mapping[str, AccentName] = MappingProxyType(
    {
        "hat": "hat",
        "widehat": "hat",
        "bar": "bar",
        "overline": "bar",
        "tilde": "tilde",
        "widetilde": "tilde",
        "dot": "dot",
        "ddot": "ddot",
        "vec": "vec",
        "overrightarrow": "vec",
        "underline": "under",
        "underbrace": "brace below",
        "overbrace": "brace above",
    }
)

BLACKBOARD: Mapping[str, str] = MappingProxyType(dict(zip("RNZQCEPHDI1", "ℝℕℤℚℂ𝔼ℙℍ𝔻𝕀𝟙", strict=True)))
"""Letters with a doubled stroke."""

ENVIRONMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pmatrix": ("(", ")"),
        "bmatrix": ("[", "]"),
        "Bmatrix": ("{", "}"),
        "vmatrix": ("|", "|"),
        "Vmatrix": ("‖", "‖"),
        "cases": ("{", ""),
        "dcases": ("{", ""),
        "rcases": ("", "}"),
    }
)
"""Environments with brackets, and their brackets; the others have none."""

ALIGNED = _words("aligned align align* alignat alignat* alignedat split eqnarray eqnarray*")
"""Environments whose columns are the two sides of equations."""


@functools.cache
def looked_up(name: str) -> str | None:
    """The sign that pylatexenc knows a command by."""
    from pylatexenc.latex2text import get_default_latex_context_db

    specification = get_default_latex_context_db().get_macro_spec(name)
    found = specification.simplify_repl if specification else None
    if not isinstance(found, str):
        return None
    # Longer texts there are templates for arguments.
    shown = found.strip()
    return shown if 0 < len(shown) <= 2 and shown.isprintable() and cells(shown) == len(shown) else None
