r"""An exam on paper: a LaTeX file of document class ``exam``, with its key sheets.

First the papers, one for each version, then the key sheets, each beginning on a page of its own; a key
never stands between questions. It takes pdflatex, and packages that every TeX Live has.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from quizkit.bank.question import Kind
from quizkit.export.dealt import Dealt
from quizkit.export.latex_commands import COLUMN_LIMIT
from quizkit.export.latex_text import Writer
from quizkit.export.losses import Losses
from quizkit.export.papers import Earning, Paper, note_unmarked, papers, part_key
from quizkit.variants import Variant
from quizkit.variants.variant import PosedTask

_LETTERED = 26
"""LaTeX letters so many options by itself."""

PREAMBLE = rf"""\documentclass[11pt,a4paper]{{exam}}
\usepackage[utf8]{{inputenc}}
\IfFileExists{{lmodern.sty}}{{%
  \usepackage[T1]{{fontenc}}\usepackage{{lmodern}}\usepackage{{textcomp}}%
  \newcommand{{\straightquote}}{{\textquotesingle}}\newcommand{{\straightgrave}}{{\textasciigrave}}%
}}{{%
  \newcommand{{\straightquote}}{{\char13}}\newcommand{{\straightgrave}}{{\char18}}%
}}
\usepackage{{amsmath,amssymb,array,booktabs}}
\setcounter{{MaxMatrixCols}}{{{COLUMN_LIMIT}}}
\setlength{{\emergencystretch}}{{4em}}
\setlength{{\parindent}}{{0pt}}
\setlength{{\parskip}}{{0.5ex plus 0.3ex}}
\hfuzz=1pt
% A formula on lines of its own: smaller where it is too wide, and broken where that will not do.
\newsavebox{{\formula}}
\newcommand{{\displayed}}[1]{{%
  \sbox{{\formula}}{{$\displaystyle #1$}}%
  \ifdim\wd\formula>\linewidth \sbox{{\formula}}{{\small$\displaystyle #1$}}\fi
  \ifdim\wd\formula>\linewidth \sbox{{\formula}}{{\footnotesize$\displaystyle #1$}}\fi
  \ifdim\wd\formula>\linewidth {{\par\footnotesize\raggedright$\displaystyle #1$\par}}%
  \else \[\usebox{{\formula}}\]\fi}}
% A wide matrix: smaller, until it fits.
\newsavebox{{\gridbox}}
\newcommand{{\gridof}}[3]{{\ifdim\wd\gridbox>0.85\linewidth
  \sbox{{\gridbox}}{{#1\setlength{{\arraycolsep}}{{#2}}$\displaystyle #3$}}\fi}}
\newcommand{{\grid}}[1]{{\sbox{{\gridbox}}{{$\displaystyle #1$}}%
  \gridof{{\small}}{{3pt}}{{#1}}\gridof{{\footnotesize}}{{2pt}}{{#1}}\gridof{{\scriptsize}}{{2pt}}{{#1}}%
  \gridof{{\tiny}}{{1pt}}{{#1}}\mathord{{\usebox{{\gridbox}}}}}}
% Code, line by line; the first argument is the number of spaces before it.
\newcommand{{\codelines}}{{\par\smallskip\ttfamily\footnotesize\setlength{{\parskip}}{{0pt}}\raggedright
  \setlength{{\leftskip}}{{2em}}}}
\newcommand{{\codeline}}[2]{{\par\hangindent=2em\hangafter=1\hspace*{{#1\fontdimen2\font}}#2\par}}
\newcommand{{\breakhere}}{{\ifhmode\newline\fi}}
% Where answers go: room to work, then a line or a box.
\newcommand{{\answerrule}}[1]{{\par\nopagebreak\vspace{{#1}}\nopagebreak
  \textbf{{Answer:}} \rule[-2pt]{{0.6\linewidth}}{{0.4pt}}\par\smallskip}}
\newcommand{{\answerbox}}[1]{{\par\nopagebreak\smallskip\makeemptybox{{#1}}\smallskip}}
\newcommand{{\together}}{{\par\vfil\penalty-200\vfilneg}}
\newcommand{{\keypart}}[1]{{\par\smallskip\textbf{{#1}}\enspace}}
\setlength{{\footskip}}{{32pt}}
\pagestyle{{headandfoot}}
\runningheadrule
\checkboxchar{{$\square$}}
"""
"""What comes before the papers."""

_SPACE: dict[Kind, str] = {
    "number": r"\answerrule{18mm}",
    "expression": r"\answerrule{24mm}",
    "vector": r"\answerrule{22mm}",
    "matrix": r"\answerbox{34mm}",
}


def write(title: str, dealt: Sequence[Dealt], losses: Losses) -> bytes:
    """The exam with its key sheets, as a LaTeX file in UTF-8."""
    found = papers(dealt, losses)
    for one in dealt:
        note_unmarked(one, losses)
        if any(variant.hints or any(part.hints for part in variant.parts) for variant in one.variants):
            losses.note(one.question.id, "hints")
    printed = _Printed(title, losses)
    blocks = [
        PREAMBLE,
        r"\begin{document}",
        *(printed.paper(paper) for paper in found),
        *(printed.key_sheet(paper) for paper in found),
        r"\end{document}",
    ]
    return ("\n".join(blocks) + "\n").encode()


class _Printed:
    """The pages of an exam."""

    def __init__(self, title: str, losses: Losses) -> None:
        self.losses = losses
        words = " ".join(title.split())
        self.title = Writer(lambda lost: losses.note(title, f"{lost} (in the title)")).plain(words)

    def paper(self, paper: Paper) -> str:
        """The questions of one version."""
        version = f"Version {paper.letter}" if paper.letter else ""
        heading = [
            _new_page(self.title, version),
            rf"{{\Large\bfseries {self.title}\par}}",
            rf"{{\large {version}\par}}" if version else "",
            r"\bigskip Name: \rule[-2pt]{0.45\linewidth}{0.4pt}\hfill",
            r"Date: \rule[-2pt]{0.25\linewidth}{0.4pt}\par\bigskip",
        ]
        questions = "\n\n".join(map(self._question, paper.variants))
        body = [r"\begin{questions}", questions, r"\end{questions}"] if questions else ["No questions."]
        return "\n".join([*filter(None, heading), *body])

    def _question(self, variant: Variant) -> str:
        set_ = self._writer(variant)
        several = bool(variant.parts and variant.parts[0].id)
        worth, aside = ("", "") if several else self._worth(variant.question.id, variant.question.points)
        lines = [
            r"\together",
            rf"\question{worth} {{\bfseries {set_.plain(variant.question.title)}}}{aside}\par\nopagebreak",
            set_.text(variant.prompt),
        ]
        if not several:
            lines += [self._answer(set_, posed) for posed in variant.parts]
            return "\n".join(lines)
        lines.append(r"\begin{parts}")
        for place, posed in enumerate(variant.parts):
            worth, aside = self._worth(variant.question.id, posed.points)
            # The first part stays with what it is about.
            lines += [r"\together"] if place else []
            lines += [rf"\part{worth} {{}}{aside}{set_.text(posed.ask)}", self._answer(set_, posed)]
        return "\n".join([*lines, r"\end{parts}"])

    def _worth(self, question: str, points: float) -> tuple[str, str]:
        """The points as the class counts them, or in words beside the title."""
        whole, half = divmod(round(2 * points), 2)
        if whole * 2 + half == 2 * points:
            halves = r"\half" if half else ""
            return f"[{whole if whole or not half else ''}{halves}]", ""
        self.losses.note(question, "points other than whole and half ones (they are not added up)")
        return "", f" ({points:g} points)"

    def _answer(self, set_: Writer, posed: PosedTask) -> str:
        """Where the answer goes."""
        match posed.kind:
            case "choice" | "select":
                return _options(set_, posed)
            case "text":
                height = min(max(25 * len(posed.rubric), 50), 110)
                return rf"\par\nopagebreak\smallskip\fillwithdottedlines{{{height}mm}}"
            case _:
                return _SPACE[posed.kind]

    def key_sheet(self, paper: Paper) -> str:
        """What is right in one version, and what mistakes earn."""
        name = f"Key to version {paper.letter}" if paper.letter else "Key"
        entries = [self._key(number, variant) for number, variant in enumerate(paper.variants, 1)]
        return "\n\n".join(
            [
                _new_page(self.title, name),
                rf"{{\Large\bfseries {name}\par}}\small\raggedright\lineskip=4pt\lineskiplimit=4pt",
                *entries,
                r"\normalsize\lineskip=1pt\lineskiplimit=0pt",
            ]
        )

    def _key(self, number: int, variant: Variant) -> str:
        set_ = self._writer(variant)
        question = variant.question
        identity = set_.plain(f"{question.id}, variant {variant.seed}")
        name = rf"{{\bfseries {number}. {set_.plain(question.title)}}} {{\footnotesize({identity})}}"
        lines = [
            r"\bigskip\pagebreak[1]",
            rf"{name}\hfill{_points(question.points)}\par\nopagebreak",
        ]
        for place, posed in enumerate(variant.parts):
            label = f"({_lower(place)}) " if posed.id else ""
            lines.append(_part_key(set_, variant, posed, label))
        if variant.solution:
            lines += [r"\keypart{Solution}", set_.text(variant.solution)]
        return "\n".join(filter(None, lines))

    def _writer(self, variant: Variant) -> Writer:
        return Writer(functools.partial(self.losses.note, variant.question.id))


def _part_key(set_: Writer, variant: Variant, posed: PosedTask, label: str) -> str:
    found = part_key(variant, posed)
    worth = f" [{_points(posed.points)}]" if label else ""
    name = f"{label}{'Rubric' if posed.rubric else 'Key'}"
    rules = f" ({set_.line(found.rules)})" if found.rules else ""
    lines = [rf"\keypart{{{name}}}{replace(set_, full=True).line(found.key)}{rules}{worth}"]
    lines += _listed([f"{_points(points)}: {set_.line(idea)}" for points, idea in found.rubric])
    if found.solution and posed.id:
        lines += [r"\par\emph{Solution.}", set_.text(found.solution)]
    if found.earnings:
        lines.append(r"\par\nopagebreak\emph{Mistakes.}" if not posed.options else r"\par\emph{Options.}")
        lines += _listed([_earning(set_, one) for one in found.earnings])
    return "\n".join(lines)


def _earning(set_: Writer, one: Earning) -> str:
    name = rf"{{\footnotesize\ttfamily {set_.code(one.id)}}}" if one.shown else rf"{{\bfseries {one.id}.}}"
    shown = (
        f"{replace(set_, full=True).line(one.shown)} earns {_points(one.points)} ({name})"
        if one.shown
        else name
    )
    return f"{shown}{':' if one.shown and one.say else ''} {set_.line(one.say)}"


def _options(set_: Writer, posed: PosedTask) -> str:
    if posed.kind == "choice" and len(posed.options) <= _LETTERED:
        choices = [rf"\choice {{}}{set_.text(option.text)}" for option in posed.options]
        return "\n".join([r"\begin{choices}", *choices, r"\end{choices}"])
    many = r"\par\nopagebreak\emph{Tick every option that holds.}" if posed.kind == "select" else ""
    choices = [
        rf"\choice {{\bfseries {option.letter}.}} {set_.text(option.text)}" for option in posed.options
    ]
    return "\n".join([many, r"\begin{checkboxes}", *choices, r"\end{checkboxes}"])


def _listed(items: Sequence[str]) -> list[str]:
    if not items:
        return []
    return [
        r"\begin{itemize}\setlength{\itemsep}{0pt}",
        *(rf"\item {item}" for item in items),
        r"\end{itemize}",
    ]


def _new_page(title: str, name: str) -> str:
    return "\n".join(
        [
            r"\clearpage\setcounter{page}{1}",
            rf"\firstpageheader{{}}{{}}{{}}\runningheader{{{title}}}{{}}{{{name}}}",
            rf"\footer{{}}{{{name}{', page' if name else 'Page'} \thepage}}{{}}",
            r"\thispagestyle{headandfoot}",
        ]
    )


def _points(points: float) -> str:
    return f"{'$-$' if points < 0 else ''}{abs(points):g} point{'' if abs(points) == 1 else 's'}"


def _lower(place: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[place] if place < _LETTERED else str(place + 1)
