"""The commands by name, as Typer runs them; imported only where a command is named.

Typer brings pydantic along, which the terminal app does without.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import cast

import typer

from quizkit.cli import ask, check, compare, doctor, listing, practice, schema, trying
from quizkit.cli.opening import open_app
from quizkit.cli.output import Exit, tell

HELP = """Practise the mathematics of LLM interviews: fresh problems, proved verdicts, named mistakes.

quizkit                                     the terminal app
quizkit practice --plain --topic q25        a sitting, line by line
quizkit ask q25-nll                         one problem
quizkit try q25-nll 0.3567 --given p=0.7    a verdict on one answer
quizkit check my-bank.yaml                  are the keys of a bank right?
"""


def _laid_out(text: str | None) -> str:
    """A help text in which the lines of examples stay lines; any other paragraph is filled."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(f"\b\n{one}" if one.startswith("quizkit") else one for one in paragraphs)


app = typer.Typer(
    name="quizkit",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=False,
    help=_laid_out(HELP),
)
COMMANDS: Mapping[str, Callable[..., None]] = {
    "practice": practice.practice,
    "ask": ask.ask,
    "try": trying.try_,
    "compare": compare.compare,
    "list": listing.list_,
    "check": check.check,
    "schema": schema.schema,
    "doctor": doctor.doctor,
}
for _name, _command in COMMANDS.items():
    app.command(_name, help=_laid_out(_command.__doc__))(_command)

_OPTION = re.compile("--[a-z]{2}")
"""What is meant as an option, if perhaps a wrong one, and not as a formula."""

_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""The base of Typer's usage errors: Click's, or that of the Click that Typer carries."""

FORMULA_COMMANDS = {"try": trying.OPTIONS, "compare": compare.OPTIONS}
"""Commands whose arguments may be formulas that begin with a minus, and the options they know."""


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


def _shielded(words: list[str]) -> list[str]:
    """The words with formulas such as ``-log(p)`` moved behind ``--``, where they are no options."""
    if not words or words[0] not in FORMULA_COMMANDS or "--" in words:
        return words
    known = FORMULA_COMMANDS[words[0]]
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
