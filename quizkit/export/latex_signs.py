r"""Which LaTeX writes a character? For running text, for code, and within formulas.

Only what plain pdflatex with amsmath and amssymb has, in both the old and the new encoding of its fonts.
Nothing of a text is ever a command: every character that TeX obeys is written as one that it prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from quizkit.export.latex_commands import command
from quizkit.mathlang.glyphs import GREEK, SUBSCRIPTS, SUPERSCRIPTS
from quizkit.typeset import commands

REPLACEMENT = r"\square"
"""What stands for a character without a sign."""

Report = Callable[[str], None]
"""Is told of each character without a sign."""


def _scripts() -> dict[str, str]:
    raised = {
        character: letter
        for letter, character in SUPERSCRIPTS.items()
        if not character.isascii() and character not in "′″‴⁗"
    }
    lowered = {character: letter for letter, character in SUBSCRIPTS.items() if not character.isascii()}
    found = {}
    for characters, mark in ((raised, "^"), (lowered, "_")):
        for character, letter in characters.items():
            name = next((name for name, greek in GREEK.items() if greek == letter), "")
            inside = rf"\{name}" if name else letter.replace("−", "-")
            found[character] = f"{{}}{mark}{{{inside}}}"
    return found


def _signs() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, sign in commands.SIGNS.items():
        if len(sign.text) == 1 and not sign.text.isascii():
            found.setdefault(sign.text, command(name))
    return found


def _fractions() -> dict[str, str]:
    halves = "½ 1/2 ⅓ 1/3 ⅔ 2/3 ¼ 1/4 ¾ 3/4 ⅕ 1/5 ⅖ 2/5 ⅗ 3/5 ⅘ 4/5 ⅙ 1/6 ⅚ 5/6 ⅛ 1/8 ⅜ 3/8 ⅝ 5/8 ⅞ 7/8"
    words = halves.split()
    pairs = [(sign, *value.split("/")) for sign, value in zip(words[::2], words[1::2], strict=True)]
    return {sign: rf"\tfrac{{{over}}}{{{under}}}" for sign, over, under in pairs}


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return {
        sign: f"{latex} " if latex[0] == "\\" and latex[-1].isalpha() else latex
        for sign, latex in zip(words[::2], words[1::2], strict=True)
    }


IN_FORMULAS: Mapping[str, str] = MappingProxyType(
    {
        **_scripts(),
        **_signs(),
        **_fractions(),
        **{
            double: rf"\mathbb{{{letter}}}" for letter, double in commands.BLACKBOARD.items() if letter != "1"
        },
        **_pairs(
            "𝟙 \\mathbf{1} − - ‐ - ‑ - – - — - ε \\varepsilon ϵ \\epsilon φ \\varphi ϕ \\phi ϑ \\vartheta "
            "ϱ \\varrho ϖ \\varpi ς \\varsigma µ \\mu ′ {}^{\\prime} ″ {}^{\\prime\\prime} "
            "‴ {}^{\\prime\\prime\\prime} ⁗ {}^{\\prime\\prime\\prime\\prime} ∗ * ⋅ \\cdot ∣ \\mid "
            "∥ \\parallel ⟂ \\perp √ \\surd ∶ : ⁄ / … \\ldots "
            "⟶ \\longrightarrow ⟵ \\longleftarrow "
            "⟹ \\Longrightarrow ⟺ \\Longleftrightarrow "
            "↗ \\nearrow ↘ \\searrow ⇑ \\Uparrow ⇓ \\Downarrow ↪ \\hookrightarrow "
            "⇌ \\rightleftharpoons ≔ \\mathrel{:=} "
            "≺ \\prec ≻ \\succ ⪯ \\preceq ⪰ \\succeq ≲ \\lesssim ≳ \\gtrsim ⊤ \\top ⊺ \\top ⊥ \\perp "
            "■ \\blacksquare □ \\square ▲ \\blacktriangle △ \\triangle ★ \\bigstar ☆ \\star ∎ \\blacksquare "
            "✓ \\checkmark ✔ \\checkmark ✗ \\times ✘ \\times ° {}^{\\circ} ⟨ \\langle ⟩ \\rangle "
            "ℒ \\mathcal{L} 𝒩 \\mathcal{N} 𝒟 \\mathcal{D} ℙ \\mathbb{P} "
            "≮ \\not< ≯ \\not> ≢ \\not\\equiv ≁ \\not\\sim ≉ \\not\\approx ⊄ \\not\\subset "
            "⊈ \\not\\subseteq ∄ \\nexists ∤ \\nmid « \\ll » \\gg ● \\bullet ○ \\circ ∖ \\setminus"
        ),
    }
)
"""The characters beyond ASCII that a formula may hold."""

_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **_pairs(
            "ß {\\ss} æ {\\ae} Æ {\\AE} œ {\\oe} Œ {\\OE} ø {\\o} Ø {\\O} ł {\\l} Ł {\\L} ı {\\i} ȷ {\\j} "
            "¡ !` ¿ ?` § {\\S} ¶ {\\P} © {\\copyright} £ {\\pounds} – -- — --- ‐ - ‑ - ‒ -- ― --- "
            "’ ' ‘ ` “ `` ” '' „ ,, ‚ , … \\ldots{} † {\\dag} ‡ {\\ddag} ™ {\\texttrademark}  "
            "® {\\textregistered} € EUR"
        ),
        "\u00a0": "~",
        "\u2009": r"\,",
        "\u202f": r"\,",
        "\u2002": r"\enspace{}",
        "\u2003": r"\quad{}",
        "\u200b": r"\allowbreak{}",
        "\u00ad": r"\-",
        "\u2060": "",
        "\ufeff": "",
        "\ufe0e": "",
        "\ufe0f": "",
    }
)
"""Characters of running text beyond ASCII; of some, formulas have signs of their own."""

_ACCENTS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "\u0300\u0301\u0302\u0303\u0308\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u030a\u0331",
            "`'^~\"=.uvHcdrb",
            strict=True,
        )
    )
)
_IN_TEXT: Mapping[str, str] = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        **{character: rf"\{character}" for character in "{}$%#_&"},
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "[": "{[}",
        "]": "{]}",
        "`": "{}`{}",
    }
)
"""ASCII that TeX would obey. Brackets are held back, since commands look for them."""

_CLUSTER = re.compile(rf"[A-Za-z][{''.join(_ACCENTS)}]|.", re.DOTALL)
"""A character, or a letter with the accent that follows it."""
_BEFORE_HYPHEN = re.compile(r"[\w)\]\-–—.]")
"""After these a hyphen is no sign of a number."""
_LONG_WORD = re.compile(r"\S{31,}")
_SPLIT = re.compile(r"(?<=[_.,;:(=)\[\]/*+@])(?=\w)")
_BREAK = "\u200b"
_UNBROKEN = 15
_SHORT_CODE = 12


def in_formula(character: str, report: Report) -> str:
    """A character beyond ASCII within a formula."""
    sign = IN_FORMULAS.get(character)
    if sign is not None:
        return sign
    letter = _letter(character)
    if letter is not None:
        return rf"\text{{{letter}}}" if letter else ""
    report(character)
    return f"{REPLACEMENT} "


def text(plain: str, report: Report) -> str:
    """Running text. Straight quotes become the two that print has; overlong words may be broken."""
    broken = _CLUSTER.findall(_LONG_WORD.sub(_in_lengths, plain))
    found = []
    for place, character in enumerate(broken):
        after = "".join(broken[place + 1 : place + 2])
        if character == "-" and after.isdigit() and not (place and _BEFORE_HYPHEN.match(broken[place - 1])):
            found.append(r"\ensuremath{-}")
        elif character in "-,'" and after == character:
            # Two of them would become one sign.
            found.append(f"{character}{{}}")
        elif character == '"':
            before = broken[place - 1] if place else " "
            found.append("{}``{}" if before in " (/-–—[\u00a0\n" and after.strip() else "{}''{}")
        elif character in _IN_TEXT:
            found.append(_IN_TEXT[character])
        elif len(character) == 1 and " " <= character <= "~":
            found.append(character)
        elif character in "\n\t":
            found.append(" ")
        else:
            found.append(_beyond(character, report))
    return "".join(found)


def code(plain: str, report: Report) -> str:
    """Text as it is typed, for a font whose letters are equally wide; spaces are kept."""
    breakable = _SPLIT.sub(_BREAK, plain) if len(plain) > _SHORT_CODE else plain
    found = []
    for character in _CLUSTER.findall(_LONG_WORD.sub(_in_lengths, breakable)):
        if character == " ":
            found.append(r"\ ")
        elif character == "'":
            found.append(r"\straightquote{}")
        elif character == "`":
            found.append(r"\straightgrave{}")
        elif character.isascii() and (character.isalnum() or character in ".,;:()=/+*"):
            found.append(character)
        elif len(character) == 1 and " " < character <= "~":
            found.append(rf"\char{ord(character)}{{}}")
        else:
            found.append(_beyond(character, report))
    return "".join(found)


def _in_lengths(word: re.Match[str]) -> str:
    """An overlong word with places where it may be broken."""
    return _BREAK.join(
        piece[start : start + _UNBROKEN]
        for piece in word[0].split(_BREAK)
        for start in range(0, len(piece), _UNBROKEN)
    )


def _beyond(character: str, report: Report) -> str:
    """A character beyond ASCII in running text or code."""
    letter = _letter(character)
    if letter is not None:
        return letter
    sign = IN_FORMULAS.get(character)
    if sign is None:
        report(character)
        sign = REPLACEMENT
    return rf"\ensuremath{{{sign.rstrip()}}}"


def _letter(character: str) -> str | None:
    if character in _LETTERS:
        return _LETTERS[character]
    parts = unicodedata.normalize("NFD", character)
    if len(parts) != 2 or not ("A" <= parts[0] <= "z") or parts[1] not in _ACCENTS:
        return None
    base = {"i": r"{\i}", "j": r"{\j}"}.get(parts[0], parts[0])
    return rf"{{\{_ACCENTS[parts[1]]}{{{base}}}}}"
