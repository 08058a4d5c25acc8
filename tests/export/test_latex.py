"""The LaTeX export: it compiles, whatever the bank says; nothing of a bank is a command; keys come last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import Bank, load_texts
from quizkit.errors import Unreadable
from quizkit.export import export_questions
from quizkit.export.latex import PREAMBLE
from quizkit.export.latex_formulas import formula
from quizkit.export.latex_signs import IN_FORMULAS, code, text
from quizkit.export.latex_text import Writer
from quizkit.typeset import commands
from tests.export.papers_bank import HOSTILE_TEXT, each_kind, hostile

needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


def _words(text: str) -> list[str]:
    return text.split()


DANGEROUS = _words(
    "input include write openout openin read def edef gdef let newcommand renewcommand catcode "
    "csname endcsname immediate special expandafter loop jobname usepackage RequirePackage verb "
    "directlua pdfobj everypar output newwrite string meaning the uppercase lowercase char mathchar"
)
COMMON = r"\frac \sqrt \left \right \middle \begin{bmatrix} \end{bmatrix} \over { } [ ] ( ) x {x} {2} {a b}"
SOUP = [
    *(rf"\{name}" for name in (*DANGEROUS, *commands.SIGNS, *sorted(commands.FONTS | commands.IGNORED))),
    *(rf"\{name}" for name in (*commands.ACCENTS, *sorted(commands.TEXTS | commands.UPRIGHT))),
    *_words(COMMON) * 6,
    *("^", "_", "&", "$", "%", "#", "~", "'", '"', "`", ",", "|", "<", ">", "-", "\\", "\\\\", "^^", "^^5c"),
    *("ᵀ", "½", "中", "\x1b", "é", "\n"),
]
PIECES = st.one_of(st.sampled_from(SOUP), st.text(max_size=3))
WORDS = st.lists(PIECES, max_size=12).map(" ".join)


def _ignored(_: str) -> None:
    pass


def _lost(bank: Bank, variants: int | None = None) -> dict[str, tuple[str, ...]]:
    exported = export_questions(bank.values(), "latex", title="Exam", variants=variants)
    return {loss.what: loss.questions for loss in exported.losses}


def _source(bank: Bank, title: str = "Exam", variants: int | None = None) -> str:
    return export_questions(bank.values(), "latex", title=title, variants=variants).content.decode()


def _log(source: str, folder: Path, runs: int = 1) -> str:
    """What pdflatex says of a file, each message in one line."""
    (folder / "paper.tex").write_text(source, encoding="utf-8")
    for _ in range(runs):
        done = subprocess.run(
            ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "paper.tex"],
            cwd=folder,
            env={**os.environ, "max_print_line": "2000"},
            capture_output=True,
            check=False,
        )
    log = (folder / "paper.log").read_text(encoding="latin-1")
    assert done.returncode == 0, re.findall(r"^!.*(?:\n.*){3}", log, re.MULTILINE)
    return log


def _assert_neat(log: str) -> None:
    assert "Missing character" not in log
    assert "undefined" not in log
    boxes = re.findall(r"Overfull \\[hv]box \(([\d.]+)pt.*", log)
    assert [width for width in boxes if float(width) > 20] == []


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (r"\frac12 + x_i^2", r"\frac{1}{2}+x_{i}^{2}"),
        ("x'^2", r"x^{\prime 2}"),
        ("hᵀ", "h{}^{T}"),
        ("x²^3", "x{{}^{2}}^{3}"),
        (r"\alpha x", r"\alpha x"),
        (r"\mathrm{softmax}(z)_k", r"\mathrm{softmax}(z)_{k}"),
        (r"\text{if } x", r"\text{if }x"),
        (r"\text{50\% of \text{a\_b}}", r"\text{50\% of a\_b}"),
        (
            r"\begin{bmatrix}1&[2]\\ *&4\end{bmatrix}",
            r"\begin{bmatrix} 1 & \relax [2] \\ \relax * & 4 \end{bmatrix}",
        ),
        (r"a \over b", r"\frac{a}{b}"),
        (r"\sum\limits_{i} x", r"\sum \limits _{i}x"),
        (r"x\limits_{i}", "x{}_{i}"),
        (r"\left( a \middle| b \right]", r"\left(a\middle|b\right]"),
        (r"\href{javascript:x}{y}", "{y}"),
        (r"a \\ b", r"\begin{gathered} a \\ b \end{gathered}"),
        (r"a &= b \\ c &= d", r"\begin{aligned} a & =b \\ c & =d \end{aligned}"),
        (r"\mathbb{R}^n", r"\mathbb{R}^{n}"),
        (r"\argmax_x f", r"\operatorname*{argmax}_{x}f"),
        (r"\sqrt[3]{x}", r"\sqrt[{3}]{x}"),
        (r"\bm{\theta}", r"\boldsymbol{\theta }"),
        ("100%", r"100\%"),
        ("a − b", "a-b"),
    ],
)
def test_a_formula_is_written_anew(source: str, written: str) -> None:
    assert formula(source, _ignored) == written


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        *((rf"\{name}{{x}}", rf"unknown command \{name}") for name in DANGEROUS),
        (r"\begin{filecontents}x\end{filecontents}", "unknown environment filecontents"),
        ("^^5cinput{x}", "a command without its argument"),
        ("a^b^c", "two scripts in one place"),
        ("{a", "{ without }"),
        ("a}", "} without its beginning"),
        (r"\frac{a}", "a command without its argument"),
        (r"\left( a", r"\left without \right"),
        (r"\left\input a \right)", r"\input where a bracket is needed"),
        (r"\text{\input{x}}", "a command within words"),
        (r"\begin{bmatrix} a", r"\begin{bmatrix} without its end"),
        ("{" * 60 + "}" * 60, "brackets deeper than 40"),
        (r"\begin{bmatrix}" + "&" * 80 + r"\end{bmatrix}", "more than 60 columns"),
    ],
)
def test_a_formula_that_is_more_than_a_formula_is_refused(source: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        formula(source, _ignored)


ALLOWED = {
    *re.findall(r"\\([A-Za-z]+)", " ".join(IN_FORMULAS.values())),
    *(commands.SIGNS.keys() | commands.FUNCTIONS | commands.LIMIT_FUNCTIONS | commands.ACCENTS.keys()),
    *(commands.FONTS | commands.UPRIGHT | commands.SPACES.keys()),
    *_words(
        "operatorname text frac sqrt mathbf mathbb left right middle begin end relax prime limits nolimits "
        "displaystyle textstyle scriptstyle scriptscriptstyle boldsymbol overset underset not penalty "
        "bfseries itshape sffamily ttfamily textasciicircum textasciitilde textbackslash textless "
        "textbar textgreater allowbreak square ensuremath i j ss ae AE oe OE o O l L S P copyright pounds "
        "ldots dag ddag texttrademark textregistered enspace quad char straightquote straightgrave par "
        "item textbullet displayed codelines codeline strut rule linewidth noindent breakhere c d b r u v H "
        "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm langle rangle "
        "lvert rvert lVert rVert mathrel uparrow toprule midrule bottomrule arraybackslash raggedright grid"
    ),
}


def _assert_tame(written: str) -> None:
    """Only commands of our own are in it, no comment, and every group is closed."""
    assert set(re.findall(r"\\([A-Za-z]+)", written)) <= ALLOWED
    bare = re.sub(r"\\[^A-Za-z]", "", written)
    assert not re.search(r"[%#]|\^\^", bare)
    depth = 0
    for brace in re.findall("[{}]", bare):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


@settings(deadline=None, max_examples=150)
@given(WORDS)
def test_no_formula_brings_a_command_of_its_own(source: str) -> None:
    try:
        written = formula(source, _ignored)
    except Unreadable:
        return
    _assert_tame(written)


@settings(deadline=None, max_examples=150)
@given(WORDS)
def test_no_text_brings_a_command_of_its_own(source: str) -> None:
    for written in (Writer(_ignored).text(source), text(source, _ignored), code(source, _ignored)):
        _assert_tame(written)


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ('"a" -- b', "{}``{}a{}''{} -{}- b"),
        ("a_b & 50%", r"a\_b \& 50\%"),
        ("[x] ^^5c", r"{[}x{]} \textasciicircum{}\textasciicircum{}5c"),
        ("naïve Gödel", r"na{\"{{\i}}}ve G{\"{o}}del"),
        ("-2, [-3] but 1-2 and a-3", r"\ensuremath{-}2, {[}\ensuremath{-}3{]} but 1-2 and a-3"),
        ("p\u0302 and x\u0304", r"{\^{p}} and {\={x}}"),
        ("W ∈ ℝ", r"W \ensuremath{\in} \ensuremath{\mathbb{R}}"),
        ("x₁₂", r"x\ensuremath{{}_{1}}\ensuremath{{}_{2}}"),
    ],
)
def test_text_is_escaped_character_by_character(plain: str, written: str) -> None:
    assert text(plain, _ignored) == written


@pytest.mark.parametrize(
    ("character", "lost"),
    [
        ("中", "letters of another script, shown as □"),
        ("\U0001f600", "the character \U0001f600 (U+1F600), shown as □"),
        ("\x07", r"the character \x07 (U+0007), shown as □"),
    ],
)
def test_a_character_without_a_sign_is_shown_as_a_box_and_told(character: str, lost: str) -> None:
    told: list[str] = []
    assert Writer(told.append).text(character) == r"\ensuremath{\square}"
    assert told == [lost]


def test_a_refused_formula_is_shown_as_it_is_typed_and_told() -> None:
    told: list[str] = []
    written = Writer(told.append).text(r"$\input{x}$")
    assert written == r"{\ttfamily \char92{}input\char123{}x\char125{}}"
    assert told == [r"a formula, shown as it is typed: unknown command \input"]


def test_a_formula_of_nothing_begins_no_display() -> None:
    assert Writer(_ignored).text(r"a $\notag$ b") == "a  b"


def test_markdown_keeps_its_blocks() -> None:
    blocks = [
        "# H",
        "1. *a*\n2. **b**",
        "> q",
        "| x | y |\n|---|--:|\n| 1 | $2$ |",
        "```\n  f(x)\n```",
        "$$x$$",
    ]
    table = [r"\toprule", r"{\bfseries x} & {\bfseries y} \\", r"\midrule", r"1 & $2$ \\", r"\bottomrule"]
    assert Writer(_ignored).text("\n\n".join(blocks)).split("\n\n") == [
        r"{\bfseries H\par}",
        "\\begin{itemize}\n\\item[{1.}] {\\itshape a\\/}\n\\item[{2.}] {\\bfseries b}\n\\end{itemize}",
        "\\begin{quote}\nq\n\\end{quote}",
        "\n".join([r"\begin{center}\begin{tabular}{lr}", *table, r"\end{tabular}\end{center}"]),
        "{\\codelines\n\\codeline{2}{f(x)}\n}",
        r"\displayed{x}",
    ]


def test_lists_in_lists_never_go_deeper_than_latex_allows() -> None:
    markdown = "\n".join("  " * depth + "- a" for depth in range(12))
    assert Writer(_ignored).text(markdown).count(r"\begin{itemize}") == 2


def test_each_version_takes_its_own_variants_and_begins_again_where_there_are_fewer() -> None:
    source = _source(each_kind(), variants=3)
    papers = source.split(r"\clearpage")[1:4]
    tokens = [re.search(r"A model gives \{\\bfseries ([\d.]+)\}", paper) for paper in papers]
    drawn = [found[1] for found in tokens if found]
    assert len(set(drawn)) == 3
    vectors = [re.search(r"Take \$z=(.*?)\$", paper) for paper in papers]
    taken = [found[1] for found in vectors if found]
    assert taken[0] != taken[1]
    assert taken[2] == taken[0]
    told = _lost(each_kind(), 3)["as many variants as versions (2 take turns)"]
    assert told[0] == "vector-one"


def test_keys_come_after_all_papers_each_on_a_page_of_its_own() -> None:
    source = _source(each_kind(), variants=3)
    pages = [
        re.search(r"Version [ABC]|Key to version [ABC]", page) for page in source.split(r"\clearpage")[1:]
    ]
    assert [page[0] for page in pages if page] == [
        *("Version A", "Version B", "Version C"),
        *("Key to version A", "Key to version B", "Key to version C"),
    ]
    papers = source[: source.index("Key to version A")]
    assert "Mind the sign" not in papers
    assert "Because" not in papers
    assert "sign-flipped" not in papers


def test_one_version_has_no_letter() -> None:
    assert "Version" not in _source(each_kind(), variants=1)


def test_points_are_counted_where_the_class_can_and_else_told() -> None:
    source = _source(each_kind(), variants=1)
    assert r"\question[\half] {\bfseries A gradient}" in source
    assert r"\question {\bfseries A Jacobian} (0.3 points)" in source
    assert r"\part[2\half]" in source
    told = _lost(each_kind())["points other than whole and half ones (they are not added up)"]
    assert told == ("matrix-one",)


def test_the_key_tells_what_is_right_and_what_else_earns() -> None:
    key = _source(each_kind(), variants=1).partition(r"\bfseries Key\par")[2]
    number = key[key.index("Loss on one token") : key.index("A slope")]
    assert re.search(r"\\keypart\{Key\}\$\\displaystyle 0\.\d+\$ nats \(within 1\\%; in bits too\)", number)
    mistake = (
        r"\\item \$\\displaystyle -0\.\d+\$ earns 0\.25 points \(.*\): Mind the sign: it is not \$-0\.\d+\$\."
    )
    assert re.search(mistake, number)
    rubric = key[key.index("Say why") :]
    assert r"\item 2 points: Covers {\itshape mass\/}." in rubric
    assert r"\item $-$1 point: {\ttfamily kl" in rubric


def test_what_paper_cannot_carry_is_told_once() -> None:
    assert _lost(each_kind()) == {
        "automatic marks and feedback (they are in the key)": tuple(each_kind()),
        "fresh numbers (the variants are fixed)": ("number-one", "vector-one", "parts-one"),
        "hints": ("number-one",),
        "equality of formulas (whoever marks decides)": ("expression-one",),
        "follow-through (whoever marks decides)": ("parts-one",),
        "points other than whole and half ones (they are not added up)": ("matrix-one",),
    }


def test_the_same_questions_give_the_same_bytes() -> None:
    assert _source(each_kind(), variants=3) == _source(each_kind(), variants=3)


def test_no_questions_make_a_file_too() -> None:
    assert "No questions." in export_questions([], "latex", title="Empty").content.decode()


def test_more_options_than_letters_are_lettered_by_hand() -> None:
    options = "\n".join(f"      - {{text: option {place}}}" for place in range(29))
    lines = [
        "quizkit: 1",
        "questions:",
        "  many:",
        "    type: choice",
        "    title: Many",
        "    prompt: Pick.",
    ]
    lines += ["    choices:", "      - {text: right, correct: true}"]
    bank = load_texts({"many.yaml": "\n".join([*lines, options, ""])})
    source = _source(bank)
    assert r"\begin{choices}" not in source
    assert r"\choice {\bfseries AD.}" in source


@needs_tex
def test_a_question_of_each_kind_compiles_neatly(tmp_path: Path) -> None:
    _assert_neat(_log(_source(each_kind(), variants=3), tmp_path))


@needs_tex
def test_hostile_texts_compile_and_read_no_file(tmp_path: Path) -> None:
    log = _log(_source(hostile(), HOSTILE_TEXT, 3), tmp_path)
    assert "passwd" not in "".join(re.findall(r"\(/[^\s)]+", log))
    assert "Missing character" not in log


@needs_tex
def test_every_command_and_character_that_is_let_through_compiles(tmp_path: Path) -> None:
    formulas = [
        *(rf"a \{name}_1^2 b" for name in commands.SIGNS),
        *(rf"\{name}\limits_x y" for name in (*commands.FUNCTIONS, *commands.LIMIT_FUNCTIONS)),
        *(rf"\{name}{{AB}}_2" for name in (*commands.FONTS, *commands.UPRIGHT, *commands.ACCENTS)),
        *(rf"\{name}{{A b}}_2" for name in commands.TEXTS),
        *(rf"a\{name}( b" for name in commands.IGNORED),
        *(rf"\begin{{{name}}} [1] & -2 \\ *3 \end{{{name}}}" for name in commands.ENVIRONMENTS),
        *(f"x{character}^2_3" for character in IN_FORMULAS),
    ]
    written = [f"$a {formula(source, _ignored)} b$" for source in formulas]
    ascii_text = "".join(map(chr, range(32, 127)))
    written += [text(f"a {character}", _ignored) for character in (*IN_FORMULAS, *"ßæœøłéñçžő¿§„—’")]
    written += [text(ascii_text, _ignored), rf"{{\ttfamily {code(ascii_text, _ignored)}}}"]
    document = "\n\n".join([PREAMBLE, r"\begin{document}", *written, r"\end{document}"])
    assert "Missing character" not in _log(document, tmp_path)


@needs_tex
def test_what_is_too_wide_is_made_to_fit(tmp_path: Path) -> None:
    wide = " & ".join(["0.1234"] * 16)
    long_sum = " + ".join(f"x_{{{place}}} y_{{{place}}}" for place in range(60))
    vector = ", ".join(["0.123456"] * 40)
    markdown = "\n\n".join(
        [
            rf"$$\begin{{bmatrix}} {wide} \\ {wide} \end{{bmatrix}}$$",
            f"$${long_sum}$$",
            f"Sum ${long_sum}$ and vector $z = [{vector}]$.",
            "x" * 300,
            f"`{'a_long_name.' * 30}`",
            f"| head | other |\n|---|---|\n| many words in a cell, {'and more of them ' * 9}| b |",
            f"```\nx = {'value + ' * 40}1\n```",
            "https://example.org/" + "path/" * 40,
        ]
    )
    document = "\n".join([PREAMBLE, r"\begin{document}", Writer(_ignored).text(markdown), r"\end{document}"])
    _assert_neat(_log(document, tmp_path))


@needs_tex
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_let_through_compiles(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    sources = [" ".join(draw.choices(SOUP, k=draw.randrange(1, 10))) for _ in range(400)]
    written = [Writer(_ignored).text(f"a ${' '.join(source.split())}$ {source}") for source in sources]
    assert sum("$" in one for one in written) > 20
    document = "\n\n".join([PREAMBLE, r"\begin{document}", *written, r"\end{document}"])
    _log(document, tmp_path)


@pytest.mark.endurance
@needs_tex
def test_the_shipped_bank_compiles_neatly(bank: Bank, tmp_path: Path) -> None:
    exported = export_questions(bank.values(), "latex", title="All", variants=2)
    assert not [loss.what for loss in exported.losses if "shown as" in loss.what]
    _assert_neat(_log(exported.content.decode(), tmp_path, runs=2))
