"""How long until help, a first verdict and the first problem are there, against the bare libraries?

Run by hand, ``python -m tests.benchmarks.bench_start``. Each command and its rivals take turns, so that what
else the machine does strikes all of them; the medians of CPU and wall time count. Screens are drawn on a
pseudo-terminal; a paint is over when its last word has come out.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from quizkit import load_bank, make_variant
from tests.benchmarks.processes import Cost, left_alone, painted, require_bytecode, run, surroundings
from tests.benchmarks.timing import print_table

TURNS = 12
QUESTION, SEED = "q25-nll", 7

PLAIN_TYPER = """\
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
@app.command()
def greet(name: str = typer.Option("you", help="Whom to greet.")) -> None:
    "Greet somebody."
app()
"""
USUAL_TYPER = PLAIN_TYPER.replace("rich_markup_mode=None, add_completion=False", "")

BARE_TEXTUAL = """\
from textual.app import App
from textual.widgets import Static
class Bare(App[None]):
    def compose(self):
        yield Static("The first words")
Bare().run()
"""
USUAL_TEXTUAL = """\
from textual.app import App
from textual.widgets import Footer, Header, Input, Static
class Usual(App[None]):
    BINDINGS = [("ctrl+q", "quit", "Leave")]
    def compose(self):
        yield Header()
        yield Static("The first words")
        yield Input()
        yield Footer()
Usual().run()
"""

QUIZKIT = "import sys; from quizkit.cli.main import run; run(sys.argv[1:])"
VERDICT = f"""\
import quizkit
variant = quizkit.make_variant(quizkit.load_bank()["{QUESTION}"], seed={SEED})
quizkit.grade(variant, "0.3567")
"""
SYMPY_VERDICT = """\
from sympy import N, Float, log
abs(N(-log(Float("0.7"))) - Float("0.3567")) < 0.0005
"""


@dataclass(slots=True)
class Contender:
    """Something that starts, and what each of its starts has cost."""

    name: str
    start: Callable[[], Cost]
    costs: list[Cost] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """Median milliseconds of CPU time."""
        return statistics.median(cost.cpu for cost in self.costs) * 1e3

    @property
    def wall(self) -> float:
        """Median milliseconds of wall time."""
        return statistics.median(cost.wall for cost in self.costs) * 1e3


def main() -> None:
    """Prints a table for each kind of start."""
    require_bytecode("textual", "rich", "typer", "sympy", "numpy")
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(Path(folder))

        def code(source: str, *arguments: str) -> list[str]:
            script = Path(folder) / f"start-{abs(hash(source))}.py"
            script.write_text(source, encoding="utf-8")
            return [sys.executable, str(script), *arguments]

        def ending(name: str, command: list[str]) -> Contender:
            return Contender(name, partial(run, command, environment))

        def showing(name: str, command: list[str], *words: str) -> Contender:
            marks = [word.encode() for word in words]
            return Contender(name, partial(painted, command, environment, *marks))

        problem = _words_of_the_problem()
        cold = {**environment, "QUIZKIT_CACHE_DIR": str(Path(folder) / "cold")}

        def unkept(command: list[str], *words: str) -> Contender:
            """The same start where nothing of the problem was kept, in a cache with the bank alone."""

            def start() -> Cost:
                for found in Path(cold["QUIZKIT_CACHE_DIR"]).glob("first-*"):
                    found.unlink()
                return painted(command, cold, *(word.encode() for word in words))

            return Contender("the same, with no problem made ahead", start)

        sitting = code(QUIZKIT, *_sitting())
        cache = Path(environment["QUIZKIT_CACHE_DIR"])
        left_alone(sitting, environment, lambda: any(cache.glob("first-*")))
        _compete(
            "to the end of --help",
            ending("quizkit --help", code(QUIZKIT, "--help")),
            ending("a bare Typer command, without Rich", code(PLAIN_TYPER, "--help")),
            ending("a bare Typer command, as it comes", code(USUAL_TYPER, "--help")),
        )
        _compete(
            "an import, and a first verdict from nothing",
            ending("import quizkit", code("import quizkit")),
            ending("python alone", code("pass")),
            ending("load_bank, make_variant, grade", code(VERDICT)),
            ending("import numpy", code("import numpy")),
            ending("sympy: one number compared", code(SYMPY_VERDICT)),
        )
        _compete(
            f"to the first paint, {TURNS} starts on a terminal",
            showing("quizkit practice: the first problem, made ahead", sitting, *problem),
            unkept(sitting, *problem),
            showing("quizkit: the home screen", code(QUIZKIT), "Everything, interleaved", "Begin"),
            showing("bare Textual: one line", code(BARE_TEXTUAL), "The first words"),
            showing("Textual: header, line, input, footer", code(USUAL_TEXTUAL), "The first words", "Leave"),
        )


def _sitting() -> list[str]:
    """A sitting that begins with the same problem each time."""
    return ["practice", "--topic", "q25", "--count", "1", "--seed", str(SEED)]


def _words_of_the_problem() -> tuple[str, ...]:
    """What is on the screen when the first problem is: its title and a word of its prompt."""
    from quizkit.practice.selection import choose

    bank = load_bank()
    ((id_, seed),) = choose(bank, topic="q25", count=1, seed=SEED)
    variant = make_variant(bank[id_], seed=seed)
    words = [word for word in variant.prompt.split()[:8] if word.isalpha()]
    return bank[id_].title, max(words, key=len)


def _compete(title: str, *contenders: Contender) -> None:
    """Let each start in turn; the first turn only warms. Ratios are our cost over that of each other."""
    for turn in range(TURNS + 1):
        for contender in contenders:
            cost = contender.start()
            if turn:
                contender.costs.append(cost)
    ours, *rivals = contenders
    print_table(
        title,
        ["", "CPU ms", "wall ms", "ours/this, CPU", "ours/this, wall"],
        [
            [
                one.name,
                f"{one.cpu:.0f}",
                f"{one.wall:.0f}",
                *(("", "") if one is ours else (f"{ours.cpu / one.cpu:.2f}", f"{ours.wall / one.wall:.2f}")),
            ]
            for one in (ours, *rivals)
        ],
    )


if __name__ == "__main__":
    main()
