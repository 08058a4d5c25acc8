"""The command palette (Ctrl+P): screens, topics, questions by title, themes.

What is chosen is asked of the app by a message, or of Textual itself where it is a theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol, cast

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.message import Message

from quizkit.bank.question import Question
from quizkit.errors import printable
from quizkit.practice.selection import topics
from quizkit.tui.messages import TopicChosen
from quizkit.tui.screens.browse import QuestionsChosen
from quizkit.tui.themes import DARK, LIGHT
from quizkit.tui.wording import count

Place = Literal["home", "today", "mistakes", "interview", "browse", "stats", "help", "quit"]

PLACES: Mapping[Place, tuple[str, str]] = {
    "home": ("Home", "What is due, where you stand, and the sitting that was left"),
    "today": ("Today", "Practise what is due, and a few new questions"),
    "mistakes": ("Mistakes", "Practise what was missed lately, as new variants"),
    "interview": ("Mock interview", "Timed and mixed, with no feedback until the end"),
    "browse": ("Browse", "All questions, with a search and filters"),
    "stats": ("Statistics", "What was practised, how well, and what is due"),
    "help": ("Help", "How to type mathematics, and the keys"),
    "quit": ("Quit", "Leave quizkit; what was answered is kept"),
}
"""Where one can go from anywhere: a name, and a line on it."""

MOST_DISCOVERED = 8
"""How many topics are listed before anything is typed."""
_LONGEST = 200


class PlaceChosen(Message):
    """Somebody wants to go there."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()


class HasBank(Protocol):
    """An app, as far as the palette needs it."""

    @property
    def bank(self) -> Mapping[str, Question]:
        """The questions there are."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette."""

    name: str
    about: str
    message: Message | None = None
    """What is asked of the app."""
    theme: str = ""
    """Or the theme that is put on."""


class Commands(Provider):
    """All that the palette offers, matched by name; in this order before anything is typed."""

    async def discover(self) -> Hits:
        """What is shown before anything is typed: no single questions, for there are too many."""
        for offer in (*places(), *subjects(self.bank, MOST_DISCOVERED), *themes(self.app, ours=True)):
            yield DiscoveryHit(offer.name, partial(self._take, offer), help=offer.about)

    async def search(self, query: str) -> Hits:
        """What answers to what was typed."""
        matcher = self.matcher(query)
        for offer in (*places(), *subjects(self.bank), *questions(self.bank), *themes(self.app)):
            score = matcher.match(offer.name)
            if score > 0:
                shown = matcher.highlight(offer.name)
                yield Hit(score, shown, partial(self._take, offer), offer.name, offer.about)

    def _take(self, offer: Offer) -> None:
        if offer.theme:
            self.app.theme = offer.theme
        elif offer.message is not None:
            self.screen.post_message(offer.message)

    @property
    def bank(self) -> Mapping[str, Question]:
        """The questions there are."""
        return cast("HasBank", self.app).bank


def places() -> Iterator[Offer]:
    """Screens, and what can be begun from anywhere."""
    for place, (name, about) in PLACES.items():
        yield Offer(name, about, PlaceChosen(place))


def subjects(bank: Mapping[str, Question], most: int | None = None) -> Iterator[Offer]:
    """A sitting on everything, or on a topic; of many only the first."""
    known = topics(bank)
    yield Offer("Practise everything", count(sum(known.values()), "question"), TopicChosen(None))
    for topic, number in list(known.items())[:most]:
        name = f"Practise {printable(topic or 'other', _LONGEST)}"
        yield Offer(name, count(number, "question"), TopicChosen(topic))


def questions(bank: Mapping[str, Question]) -> Iterator[Offer]:
    """Single questions, by their titles."""
    for id_, question in bank.items():
        about = f"{id_} · {question.kind} · difficulty {question.difficulty}"
        name = printable(question.title, _LONGEST)
        yield Offer(name, printable(about, _LONGEST), QuestionsChosen((id_,)))


def themes(app: App[object], *, ours: bool = False) -> Iterator[Offer]:
    """Each theme but the one that is worn; or only quizkit's own light one and the dark one."""
    for name, theme in sorted(app.available_themes.items()):
        if name != app.theme and (not ours or name in {LIGHT.name, DARK}):
            yield Offer(f"Theme: {name}", "Dark" if theme.dark else "Light", theme=name)


class Palette(CommandPalette):
    """The palette with our commands alone, and no emoji."""

    def __init__(self) -> None:
        # Textual looks for an open palette by this id.
        super().__init__(
            [Commands], placeholder="A screen, a topic, a question, a theme", id="--command-palette"
        )

    def on_mount(self) -> None:
        """A sign that every terminal has."""
        self.query_one(SearchIcon).icon = "/"
