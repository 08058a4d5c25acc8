"""Which characters may a formula be drawn with, and how wide are they?

Two tables: ``UNICODE`` draws with letters, marks and small digits that every terminal font has, never
with wide or combining characters; ``ASCII`` replaces each of them. All text that is drawn passes
through ``Glyphs.text``, so no control character and no direction mark ever reaches a screen raw, and
what has been measured is what is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from quizkit.errors import printable


def _pairs(words: str, others: str) -> dict[str, str]:
    """Words, and what each stands for: one character each, or words too."""
    return dict(zip(words.split(), others.split() if " " in others else others, strict=True))


GREEK: Mapping[str, str] = MappingProxyType(
    _pairs(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
        "phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega eps lam",
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩελ",
    )
)
"""The names of letters, as formulas spell them, and the letters."""

SUBSCRIPTS: Mapping[str, str] = MappingProxyType(
    dict(zip("0123456789aehijklmnoprstuvxβγρφχ+−-=()", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₊₋₋₌₍₎", strict=True))
)
SUPERSCRIPTS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "0123456789abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθ+−-=()′″‴⁗°†*",
            "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿ⁺⁻⁻⁼⁽⁾′″‴⁗°†*",
            strict=True,
        )
    )
)

_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        **{letter: name for name, letter in GREEK.items() if name not in {"eps", "lam"}},
        **{small: f"_{letter}" for letter, small in SUBSCRIPTS.items() if letter.isalnum()},
        **{small: f"^{letter}" for letter, small in SUPERSCRIPTS.items() if letter.isalnum()},
        **dict(zip("₊₋₌₍₎⁺⁻⁼⁽⁾", "+-=()+-=()", strict=True)),
        **_pairs("ᵦ ᵧ ᵨ ᵩ ᵪ ᵝ ᵞ ᵟ ᶿ", "_beta _gamma _rho _phi _chi ^beta ^gamma ^delta ^theta"),
        **_pairs("½ ⅓ ⅔ ¼ ¾ ⅕ ⅛", "1/2 1/3 2/3 1/4 3/4 1/5 1/8"),
        **_pairs("ℝ ℕ ℤ ℚ ℂ 𝔼 ℓ ℏ", "RNZQCElh"),
        **_pairs("ϕ ϑ ϵ ϱ ϖ ς", "phi theta epsilon rho pi sigma"),
        "−": "-",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "--",
        "·": "*",
        "×": "x",
        "÷": "/",
        "±": "+-",
        "∓": "-+",
        "∘": "o",
        "∗": "*",
        "⋆": "*",
        "⊙": "(.)",
        "⊗": "(x)",
        "⊕": "(+)",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "≈": "~=",
        "≃": "~=",
        "≅": "~=",
        "∼": "~",
        "≡": "==",
        "≜": ":=",
        "≪": "<<",
        "≫": ">>",
        "∝": "prop to",
        "∞": "inf",
        "→": "->",
        "←": "<-",
        "↔": "<->",
        "⇒": "=>",
        "⇐": "<=",
        "⇔": "<=>",
        "↦": "|->",
        "↑": "up",
        "↓": "down",
        "∈": "in",
        "∉": "not in",
        "∋": "contains",
        "⊂": "subset of",
        "⊆": "subset of",
        "⊃": "contains",
        "⊇": "contains",
        "∪": "union",
        "∩": "and",
        "∅": "{}",
        "∀": "for all",
        "∃": "exists",
        "¬": "not",
        "∧": "and",
        "∨": "or",
        "⊤": "T",
        "⊥": "_|_",
        "∂": "d",
        "∇": "grad",
        "∑": "sum",
        "∏": "prod",
        "∫": "int",
        "√": "sqrt",
        "∛": "cbrt",
        "‖": "||",
        "∣": "|",
        "∥": "||",
        "⟨": "<",
        "⟩": ">",
        "⌊": "floor(",
        "⌋": ")",
        "⌈": "ceil(",
        "⌉": ")",
        "′": "'",
        "″": "''",
        "‴": "'''",
        "⁗": "''''",
        "°": " deg",
        "†": "+",
        "ˆ": "^",
        "¯": "-",
        "˜": "~",
        "˙": ".",
        "¨": "..",
        "…": "...",
        "⋯": "...",
        "⋮": ":",
        "⋱": "..",
        "•": "-",
        "◦": "-",
        "▪": "-",
        "─": "-",
        "│": "|",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "▒": "#",
        "□": "_",
        "■": "#",
        "✓": "ok",
        "✗": "no",
    }
)

_TWO_ROW_BRACE = ("⎰", "⎱")

_EMOJI_STYLE = "\ufe0f"
_INVISIBLE = frozenset(f"\u00ad\u200b\u200c\u200d\u2060\ufeff{_EMOJI_STYLE}")
"""Harmless characters without width, left out so that widths are certain."""

_UNICODE_FENCES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        # top, extension, bottom, middle
        "(": ("⎛", "⎜", "⎝", "⎜"),
        ")": ("⎞", "⎟", "⎠", "⎟"),
        "[": ("⎡", "⎢", "⎣", "⎢"),
        "]": ("⎤", "⎥", "⎦", "⎥"),
        "{": ("⎧", "⎪", "⎩", "⎨"),
        "}": ("⎫", "⎪", "⎭", "⎬"),
        "⌊": ("⎢", "⎢", "⎣", "⎢"),
        "⌋": ("⎥", "⎥", "⎦", "⎥"),
        "⌈": ("⎡", "⎢", "⎢", "⎢"),
        "⌉": ("⎤", "⎥", "⎥", "⎥"),
        "|": ("│", "│", "│", "│"),
    }
)
_ASCII_FENCES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "(": ("/", "|", "\\", "|"),
        ")": ("\\", "|", "/", "|"),
        "{": ("/", "|", "\\", "<"),
        "}": ("\\", "|", "/", ">"),
        "⌊": ("|", "|", "L", "|"),
        "⌋": ("|", "|", "J", "|"),
        "⌈": ("+", "|", "|", "|"),
        "⌉": ("+", "|", "|", "|"),
    }
)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that one kind of screen can show."""

    name: Literal["unicode", "ascii"]

    def text(self, text: str) -> str:
        """Text with every character replaced that this screen cannot show, or may not be shown raw."""
        if self.name == "unicode" or text.isascii():
            plain = text.isprintable() and _EMOJI_STYLE not in text
            return text if plain else "".join(map(_safe, text))
        return "".join(map(_in_ascii, text))

    def subscript(self, text: str) -> str | None:
        """Text in small low characters, or None if some character has no such form."""
        return self._small(text, SUBSCRIPTS)

    def superscript(self, text: str) -> str | None:
        """Text in small raised characters, or None if some character has no such form."""
        return self._small(text, SUPERSCRIPTS)

    def fence(self, mark: str, height: int) -> tuple[str, ...]:
        """A bracket as high as asked, one text a row; all equally wide."""
        if height == 1 or not mark:
            return (self.text(mark),) * height
        if self.name == "ascii":
            pieces = _ASCII_FENCES.get(mark)
        elif mark in "{}" and height == 2:
            return _TWO_ROW_BRACE if mark == "{" else _TWO_ROW_BRACE[::-1]
        else:
            pieces = _UNICODE_FENCES.get(mark)
        if pieces is None:
            return (self.text(mark),) * height
        top, extension, bottom, middle = pieces
        inside = [extension] * (height - 2)
        if inside:
            inside[(height - 3) // 2] = middle
        return (top, *inside, bottom)

    def _small(self, text: str, table: Mapping[str, str]) -> str | None:
        if self.name == "ascii" or not text:
            return None
        small = [table.get(character) for character in text]
        return None if None in small else "".join(part for part in small if part)


UNICODE = Glyphs("unicode")
"""Letters, marks and small digits; no wide and no combining characters."""

ASCII = Glyphs("ascii")
"""Plain keyboard characters only."""


def cells(text: str) -> int:
    """The number of terminal columns that text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _safe(character: str) -> str:
    """The character itself, a space for any other kind of space, an escape for what is not print."""
    if character in _INVISIBLE:
        return ""
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs" or character in "\t\n":
        return " "
    return printable(character, 10)


def _in_ascii(character: str) -> str:
    if character.isascii():
        return _safe(character)
    if character in _PLAIN:
        return _PLAIN[character]
    if not character.isprintable():
        return _safe(character)
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or ("" if _cells(character) == 0 else "?")
