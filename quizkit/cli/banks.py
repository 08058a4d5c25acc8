"""The bank that a command works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizkit.cli.output import tell

if TYPE_CHECKING:
    from quizkit.bank import Bank


def opened(paths: Sequence[str] | None) -> Bank:
    """The bank at these paths, the shipped one if there are none; what is wrong in it is told on stderr.

    One bad file does not take the others down. Raises BankError if nothing can be loaded.
    """
    from quizkit.bank import load_bank

    bank = load_bank(*(paths or ()))
    tell(*(problem.drawn() for problem in bank.problems if problem.severity == "error"))
    return bank
