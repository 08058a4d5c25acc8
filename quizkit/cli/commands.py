"""The commands by name, as Typer runs them; the module of a command is imported only when it is named.

Typer brings pydantic along, which the terminal app does without.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import typer
import typer.core

from quizkit.cli.opening import open_app
from quizkit.cli.output import Exit, tell

if TYPE_CHECKING:
    from typer._click import Command, Context

HELP = """Practise the mathematics of LLM interviews: fresh problems, proved verdicts, named mistakes.

quizkit                                     the terminal app
quizkit practice --plain --topic q25        a sitting, line by line
quizkit ask q25-nll                         one problem
quizkit try q25-nll 0.3567 --given p=0.7    a verdict on one answer
quizkit check my-bank.yaml                  are the keys of a bank right?
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, and what it does in one line: the first of its function's docstring."""

    module: str
    function: str
    about: str
    takes_formulas: bool = False
    """Whether its arguments may be formulas that begin with a minus; its module has OPTIONS then."""


COMMANDS: Mapping[str, Entry] = MappingProxyType(
    {
        "practice": Entry(
            "practice", "practice", "Practise: fresh problems, hints, verdicts and worked solutions."
        ),
        "ask": Entry("ask", "ask", "Pose one problem."),
        "try": Entry("trying", "try_", "Grade one answer.", takes_formulas=True),
        "compare": Entry(
            "compare",
            "compare",
            "Decide whether two expressions are equal, with evidence.",
            takes_formulas=True,
        ),
        "list": Entry("listing", "list_", "List the questions."),
        "search": Entry("search", "search", "Search the questions by words and filters."),
        "due": Entry("due", "due", "Tell what is due today, and how much in the next two weeks."),
        "stats": Entry("stats", "stats", "Tell how it went: recall, topics, mistakes, times."),
        "new": Entry("new", "new", "Print a commented question to begin with."),
        "check": Entry("check", "check", "Prove the keys of banks."),
        "preview": Entry(
            "preview", "preview", "Show a question as the learner sees it, and what answers earn."
        ),
        "diff": Entry("diff", "diff", "Tell what an edit of a bank means."),
        "explain": Entry("explain", "explain", "Explain the messages of check."),
        "schema": Entry("schema", "schema", "Print a JSON Schema (draft-07)."),
        "export": Entry("export", "export", "Export questions to Moodle, Anki, paper or HTML."),
        "figures": Entry("figures", "figures", "Draw seven figures, and write the numbers that they show."),
        "walk": Entry("walk", "walk", "Work a topic through: every line, every array."),
        "interview": Entry(
            "interview", "interview", "Sit a mock interview: timed, mixed, no verdict until the end."
        ),
        "grade": Entry("grade", "grade", "Grade answers in bulk."),
        "runs": Entry("runs", "runs", "Look into a graded batch: one answer, its files, its verdicts."),
        "resume": Entry("resume", "resume", "Go on where the last sitting stopped."),
        "history": Entry(
            "history", "history", "List what was practised, or mind the file that it is kept in."
        ),
        "settings": Entry(
            "settings", "settings", "Tell which settings are in force, and where their file is."
        ),
        "doctor": Entry("doctor", "doctor", "Print versions, places, and the health of the shipped bank."),
    }
)
"""The commands in the order of the help."""


def _laid_out(text: str | None) -> str:
    """A help text in which the lines of examples stay lines; any other paragraph is filled."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(f"\b\n{one}" if one.startswith("quizkit") else one for one in paragraphs)


class Named(typer.core.TyperGroup):
    """A group that lists its commands by name and line, and imports only the one that is run."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(typer.core.TyperCommand(name, help=entry.about))

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The command that is named, imported now, and the words after its name."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed if name is None else _command(name), rest


def _command(name: str) -> Command:
    entry = COMMANDS[name]
    function = getattr(importlib.import_module(f"quizkit.cli.{entry.module}"), entry.function)
    alone = _typer()
    alone.command(name, help=_laid_out(function.__doc__))(function)
    return typer.main.get_command(alone)


def _typer(cls: type[typer.core.TyperGroup] | None = None) -> typer.Typer:
    """Typer as we use it: plain text, exceptions left alone."""
    return typer.Typer(
        name="quizkit",
        cls=cls,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        invoke_without_command=cls is not None,
        no_args_is_help=False,
        help=_laid_out(HELP),
    )


app = _typer(Named)

_OPTION = re.compile("--[a-z]{2}")
"""What is meant as an option, if perhaps a wrong one, and not as a formula."""

_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""The base of Typer's usage errors: Click's, or that of the Click that Typer carries."""


@app.callback()
def start(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True),
) -> None:
    """Open the terminal app, unless a command is named."""
    if version:
        from quizkit import __version__

        typer.echo(f"quizkit {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        open_app()


def invoke(words: list[str]) -> int:
    """Run the command that these words name; gives its exit code."""
    program = typer.main.get_command(app)
    try:
        result = program.main(_shielded(words), prog_name="quizkit", standalone_mode=False)
    except _USAGE_ERROR as error:
        cast("typer.BadParameter", error).show()
        return Exit.USAGE
    except typer.Abort:
        tell("")
        return Exit.INTERRUPTED
    return result if isinstance(result, int) else Exit.DONE


def formula_options(command: str) -> Mapping[str, bool] | None:
    """The options of a command that takes formulas, and whether each takes a value; of any other None."""
    entry = COMMANDS.get(command)
    if entry is None or not entry.takes_formulas:
        return None
    known: Mapping[str, bool] = importlib.import_module(f"quizkit.cli.{entry.module}").OPTIONS
    return known


def _shielded(words: list[str]) -> list[str]:
    """The words with formulas such as ``-log(p)`` moved behind ``--``, where they are no options."""
    known = formula_options(words[0]) if words else None
    if known is None or "--" in words:
        return words
    options: list[str] = []
    formulas: list[str] = []
    rest = iter(words[1:])
    for word in rest:
        name = word.partition("=")[0]
        if name in known:
            options.append(word)
            if known[name] and "=" not in word:
                value = next(rest, None)
                if value is None:
                    return words
                options.append(value)
        elif _OPTION.match(word):
            options.append(word)
        else:
            formulas.append(word)
    return [words[0], *options, "--", *formulas]
