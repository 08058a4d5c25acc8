"""How does LaTeX fall into commands, characters and groups?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LEXEME = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_STARRED = frozenset({r"\operatorname", r"\hspace", r"\vspace", r"\tag"})


@dataclass(slots=True)
class Scanner:
    """A place in LaTeX mathematics, and what could not be read before it."""

    text: str
    at: int = 0
    depth: int = 0
    """How many groups have been entered and not left."""
    unread: list[str] = field(default_factory=list)

    def peek(self) -> str:
        """The next command or character, spaces passed over; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        found = _LEXEME.match(self.text, self.at)
        return found.group() if found else ""

    def next(self) -> str:
        """The next command or character, taken."""
        lexeme = self.peek()
        self.at += len(lexeme)
        if lexeme in _STARRED and self.text.startswith("*", self.at):
            self.at += 1
            lexeme += "*"
        return lexeme

    def braced_text(self) -> str:
        """The raw text of a braced argument."""
        if self.peek() != "{":
            return self.next()
        depth, start = 0, self.at + 1
        while lexeme := self._next_raw():
            depth += (lexeme == "{") - (lexeme == "}")
            if not depth:
                return self.text[start : self.at - 1]
        self.unread.append("{ without }")
        return self.text[start:]

    def _next_raw(self) -> str:
        found = _LEXEME.match(self.text, self.at)
        self.at += len(found.group()) if found else 0
        return found.group() if found else ""

    def optional(self) -> str:
        """The raw text of an argument in square brackets, if there is one."""
        if self.peek() != "[":
            return ""
        end = self.text.find("]", self.at)
        if end < 0:
            return ""
        inside = self.text[self.at + 1 : end]
        self.at = end + 1
        return inside
