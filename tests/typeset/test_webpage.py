"""HTML: formulas are MathML, and nothing of the source is markup."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit import typeset
from quizkit.typeset import webpage
from tests.typeset.draw_formulas import read_pictures

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="{}"><mrow>{}</mrow></math>'
THIN = '<mspace width="0.167em"></mspace>'
NBSP = "\N{NO-BREAK SPACE}"
BAR = '<mo stretchy="false">‖</mo>'
OPEN, CLOSE = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'
TABLE = """\
<table>
<thead>
<tr>
<th>a</th>
</tr>
</thead>
<tbody>
<tr>
<td>b</td>
</tr>
</tbody>
</table>
"""
TAGS = (
    "div p em strong code pre a ul ol li h1 h2 blockquote table thead tbody tr th td hr br span math mrow mi "
    "mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd mover munder munderover mstyle"
)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>\n"),
        ("$x_i$", f"<p>{MATH.format('inline', '<msub><mi>x</mi><mi>i</mi></msub>')}</p>\n"),
        ("$$x$$", f'<div class="scroll">{MATH.format("block", "<mi>x</mi>")}</div>'),
        ("a $$x$$", f'<p>a <span class="scroll">{MATH.format("block", "<mi>x</mi>")}</span></p>\n'),
        (r"$\ln p$", f"<p>{MATH.format('inline', f'<mi>ln</mi>{THIN}<mi>p</mi>')}</p>\n"),
        (
            r"$\ln(p)$",
            "<p>" + MATH.format("inline", f"<mi>ln</mi>{OPEN}<mi>p</mi>{CLOSE}") + "</p>\n",
        ),
        (
            r"$2\max_i z$",
            "<p>"
            + MATH.format("inline", f"<mn>2</mn>{THIN}<msub><mi>max</mi><mi>i</mi></msub>{THIN}<mi>z</mi>")
            + "</p>\n",
        ),
        (
            "$x = -1$",
            "<p>"
            + MATH.format("inline", '<mi>x</mi><mo>=</mo><mo form="prefix">−</mo><mn>1</mn>')
            + "</p>\n",
        ),
        ("$a - 1$", f"<p>{MATH.format('inline', '<mi>a</mi><mo>−</mo><mn>1</mn>')}</p>\n"),
        (r"$x \sim p$", f"<p>{MATH.format('inline', '<mi>x</mi><mo>∼</mo><mi>p</mi>')}</p>\n"),
        (
            r"$\partial\Phi$",
            "<p>"
            + MATH.format("inline", '<mi mathvariant="normal">∂</mi><mi mathvariant="normal">Φ</mi>')
            + "</p>\n",
        ),
        (
            r"$a\text{ if }b$",
            f"<p>{MATH.format('inline', f'<mi>a</mi><mtext>{NBSP}if{NBSP}</mtext><mi>b</mi>')}</p>\n",
        ),
        (
            r"$\lVert x\rVert^2$",
            "<p>" + MATH.format("inline", f"{BAR}<mi>x</mi><msup>{BAR}<mn>2</mn></msup>") + "</p>\n",
        ),
        ("![<b>](http://example.org/x.png)", "<p>[&lt;b&gt;]</p>\n"),
        ("![](x)", "<p>[picture]</p>\n"),
        ('[a](x "\x1b")', '<p><a href="x" title="\\x1b">a</a></p>\n'),
        (
            "|a|\n|-|\n|b|",
            f'<div class="scroll">{TABLE}</div>\n',
        ),
        ("$a < b$", f"<p>{MATH.format('inline', '<mi>a</mi><mo>&lt;</mo><mi>b</mi>')}</p>\n"),
        (
            r"$\text{<script>x</script>}$",
            f"<p>{MATH.format('inline', '<mtext>&lt;script&gt;x&lt;/script&gt;</mtext>')}</p>\n",
        ),
        (r"$\mathrm{softmax}$", f"<p>{MATH.format('inline', '<mtext>softmax</mtext>')}</p>\n"),
        (
            r"$\href{javascript:alert(1)}{x}$",
            f"<p>{MATH.format('inline', '<mrow><mrow><mi>x</mi></mrow></mrow>')}</p>\n",
        ),
        (r"$\frobnicate{x}$", '<p><span class="math">frobnicate x</span></p>\n'),
        (r"$\frac{a}{<b>$", '<p><span class="math">a/(&lt; b &gt;)</span></p>\n'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a<b>c</b>", "<p>a&lt;b&gt;c&lt;/b&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ('[a](x "\\"onclick=")', '<p><a href="x" title="&quot;onclick=">a</a></p>\n'),
        ("\x1b[0m&#x202e;", "<p>\\x1b[0m\\u202e</p>\n"),
        ("```\n\x1b<\n```", "<pre><code>\\x1b&lt;\n</code></pre>\n"),
        ("5 $ and 6 $, or $7 and $8", "<p>5 $ and 6 $, or $7 and $8</p>\n"),
    ],
)
def test_a_text_becomes_a_fragment(markdown: str, html: str) -> None:
    assert typeset.html(markdown) == html


@pytest.mark.parametrize("formula", read_pictures())
def test_every_approved_formula_becomes_mathml(formula: str) -> None:
    assert webpage.mathml(formula, display=True).startswith("<math ")


def test_bars_grow_around_a_table() -> None:
    found = webpage.mathml(r"\begin{vmatrix}a\\b\end{vmatrix}", display=True)
    assert re.findall(r'<mo stretchy="true" form="(\w+)">\|</mo>', found) == ["prefix", "postfix"]


def test_aligned_equations_are_a_table() -> None:
    assert "<mtable" in webpage.mathml(r"\begin{aligned}a&=b\\&=c\end{aligned}", display=True)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "<script>",
                r"\text{<i>}",
                "$",
                "$$",
                "`",
                "\n\n",
                "&lt;",
                "&#60;",
                "{",
                "}",
                "x",
                '"',
                "'",
                "[a](b)",
                "\\",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_markup_of_the_source_survives(markdown: str) -> None:
    found = re.findall(r"</?([A-Za-z][A-Za-z0-9]*)", typeset.html(markdown))
    assert set(found) <= set(TAGS.split())
