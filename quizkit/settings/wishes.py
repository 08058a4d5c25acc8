"""Which settings are there? Their values and defaults, and how each is read from a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Literal

from quizkit.errors import did_you_mean, nearest

FILE = "config.yaml"

THEMES: Mapping[str, str] = MappingProxyType(
    {
        "dark": "textual-dark",
        "light": "quizkit-light",
        **{
            name: name
            for name in (
                *("nord", "gruvbox", "dracula", "tokyo-night", "monokai", "flexoki"),
                *("catppuccin-mocha", "catppuccin-latte", "solarized-dark", "solarized-light"),
                *(
                    "rose-pine",
                    "rose-pine-dawn",
                    "atom-one-dark",
                    "atom-one-light",
                    "ansi-dark",
                    "ansi-light",
                ),
            )
        },
    }
)
"""The themes as the file names them, and as the app does."""

KEYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "submit": ("ctrl+s", "hand in an answer of several lines"),
        "hint": ("f2", "the next hint"),
        "skip": ("f3", "put the problem aside"),
        "give-up": ("f4", "show the solution"),
        "previous-part": ("f7", "the part before"),
        "next-part": ("f8", "the part after"),
        "help": ("f1", "help"),
        "theme": ("ctrl+t", "light or dark"),
        "quit": ("ctrl+q", "quit"),
        "browse-variant": ("v", "another example in Browse"),
        "browse-filter": ("slash", "the search line of Browse"),
        "browse-order": ("o", "another order in Browse"),
    }
)
"""The bindings that can be given other keys: the id, the key that it has, what it does."""

Glyphs = Literal["unicode", "ascii"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is in force."""

    interview: date | None = None
    theme: str = "textual-dark"
    """As the app names it."""
    locale: str | None = None
    """A language: says whether 0,5 is a decimal number. None: what each bank says."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys by the ids of bindings, as Textual's ``set_keymap`` takes them."""
    retention: float = 0.9
    """The chance of recall at which a question is due."""
    new_per_day: int = 5
    glyphs: Glyphs = "unicode"


DEFAULTS = Settings()


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError
    return date.fromisoformat(text)


def _theme(text: str) -> str:
    if text not in THEMES:
        near = nearest(text, THEMES)
        raise ValueError(f"; did you mean {near!r}?" if near else "")
    return THEMES[text]


def _locale(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(?:[-_][A-Z]{2})?", text):
        raise ValueError
    return text


def _retention(text: str) -> float:
    value = float(text)
    if not 0.7 <= value <= 0.97:
        raise ValueError
    return value


def _new(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}|100", text):
        raise ValueError
    return int(text)


def _glyphs(text: str) -> str:
    if text not in {"unicode", "ascii"}:
        raise ValueError(did_you_mean(text, ("unicode", "ascii")))
    return text


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the file."""

    about: str
    example: str
    expected: str
    read: Callable[[str], object]
    """Raises ValueError; with a text that begins with a semicolon, that is a hint."""


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "interview": Setting(
            "The day of the interview. What you practise is spaced towards it.",
            "2026-12-09",
            "a day such as 2026-12-09",
            _day,
        ),
        "theme": Setting(
            f"How everything looks: {', '.join(THEMES)}.", "light", "the name of a theme", _theme
        ),
        "locale": Setting(
            "Your language, for numbers: with de, 0,5 is a half. Without it each bank decides.",
            "en",
            "a language such as en or de",
            _locale,
        ),
        "retention": Setting(
            "The chance of recall at which a question comes back. Higher means more reviews.",
            "0.9",
            "a number from 0.7 to 0.97",
            _retention,
        ),
        "new_per_day": Setting("How many new questions a day at most.", "5", "a number from 0 to 100", _new),
        "glyphs": Setting(
            "What formulas are drawn with: unicode, or ascii for old terminals.",
            "ascii",
            "unicode or ascii",
            _glyphs,
        ),
    }
)
"""All settings but ``keys``, in the order of the file."""


def told(settings: Settings) -> dict[str, str]:
    """The settings as texts, by name, as the file would say them."""
    return {each.name: _told(each.name, getattr(settings, each.name)) for each in fields(settings)}


def _told(name: str, value: object) -> str:
    if name == "theme":
        return next((word for word, theme in THEMES.items() if theme == value), str(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{id_}: {key}" for id_, key in value.items()) or "as they come"
    return "not set" if value is None else str(value)
