"""Which characters beyond ASCII are read, and as what?

A short explicit map, and nothing outside it: text is never folded by a Unicode normal form, because
that makes ``ｘ`` and ``𝑥`` into ``x`` behind the writer's back. A character that only looks like one of
ours is refused by its code point, with the one it looks like.
"""

from __future__ import annotations

import re
import unicodedata

from quizkit.errors import Unreadable

SPACES = " \t\n\r\u00a0\u2002\u2003\u2009\u200a\u202f"
"""What separates, and means nothing more."""

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "ell",
}  # fmt: skip
"""Letters that stand for their names. Greek capitals that look Latin are not among them."""

HATTED = {"ŷ": "yhat", "ŵ": "what", "ẑ": "zhat", "ĥ": "hhat", "ȳ": "ybar"}
ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar"}
"""Accents that may follow a Latin letter: ``x̂`` is the name xhat."""

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿⁱᵀˣʸᵏᵗᵃᵇ", "0123456789-niTxyktab", strict=True))

SIGNS = {
    "×": "*", "∗": "*", "⊙": "*", "⋅": "·", "∙": "·", "·": "·",
    "÷": "/", "∕": "/", "⁄": "/",
    "−": "-", "–": "-", "‐": "-",
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=",
    "∣": "|", "→": "->", "⟶": "->", "⊤": "⊤", "√": "√", "∛": "∛",
    "∧": "and", "∨": "or", "¬": "not", "∞": "infinity",
}  # fmt: skip
"""Signs, and how the grammar spells them."""

FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

_LABEL_SIGNS = "≈∂∇′"
"""Read in front of an answer (``∂L/∂z =``), nowhere else; the parser gives the reason."""

ACCEPTED = "".join(
    {
        *SPACES,
        *GREEK,
        *"".join(HATTED),
        *ACCENTS,
        *SUBSCRIPTS,
        *SUPERSCRIPTS,
        *SIGNS,
        *FRACTIONS,
        *_LABEL_SIGNS,
    }
    - set(map(chr, range(128)))
)
_REFUSED = re.compile(f"[^ -~\t\n\r{re.escape(ACCEPTED)}]")

_LOOKS_LIKE = {
    **dict(zip("авеорсухіјѕкмтнгһԁԛԝ", "abeopcyxijskmtnrhdqw", strict=True)),
    **dict(zip("АВЕКМНОРСТХУІЈЅ", "ABEKMHOPCTXYIJS", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    **dict(zip("ıɑɡ—―﹣", "iag---", strict=True)),
}
_REASONS = {
    "∑": "for a sum write sum(v), or the terms",
    "∏": "write the factors of a product out",
    "∫": "give the value of an integral",
    "±": "give one value",
    "∓": "give one value",
    "‖": "for the length of a vector write norm(v)",
    "⊗": "for an outer product write outer(a, b)",
    "⌊": "write floor(x)",
    "⌈": "write ceil(x)",
    "…": "write every term",
    "⋯": "write every term",
    "∈": "only comparisons are read",
    **dict.fromkeys("‘’“”", "words of a bank stand between straight quotes"),
}


def refuse_strangers(text: str, begin: int, end: int) -> None:
    """Raises Unreadable at the first character that is not in the alphabet."""
    found = _REFUSED.search(text, begin, end)
    if found:
        raise Unreadable(_why_not(found.group()), found.start(), found.end())


def plain_name(spelled: str) -> str:
    """A name in ASCII: ``σ₁`` is sigma_1, ``p_{i}`` is p_i, ``ŷ`` is yhat."""
    if spelled.isascii():
        return spelled.replace("{", "").replace("}", "")
    parts: list[str] = []
    below = False
    for character in spelled:
        if character in SUBSCRIPTS:
            parts.append(SUBSCRIPTS[character] if below else f"_{SUBSCRIPTS[character]}")
            below = True
            continue
        below = False
        if character not in "{}":
            parts.append(GREEK.get(character) or HATTED.get(character) or ACCENTS.get(character) or character)
    return "".join(parts)


def _why_not(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = f"character {code} ({name})" if name else f"character {code}"
    if character in _REASONS:
        return f"{shown} is not read here; {_REASONS[character]}"
    category = unicodedata.category(character)
    if category == "Cc":
        return f"control character {code} has no place in a formula; delete it"
    if category in {"Cf", "Zl", "Zp"}:
        return f"{shown} is invisible; delete it"
    like = _LOOKS_LIKE.get(character) or _compatible(character)
    if like:
        return f"{shown} looks like '{like}' but is another; type '{like}'"
    return f"{shown} has no meaning in a formula"


def _compatible(character: str) -> str | None:
    """The ASCII character that a stranger stands for in another script or style."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    return (
        folded if len(folded) == 1 and folded.isascii() and folded.isprintable() and folded != " " else None
    )
