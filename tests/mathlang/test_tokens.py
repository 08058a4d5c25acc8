"""Names, numbers and signs, each with its place in the text as typed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.errors import Unreadable
from quizkit.mathlang import limits
from quizkit.mathlang.alphabet import ACCEPTED, plain_name
from quizkit.mathlang.tokens import END, exact, tokenise


def spelled(text: str) -> list[str]:
    return tokenise(text).texts[:-1]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2x", ["2", "x"]),
        ("x1", ["x1"]),
        ("2e3x", ["2e3", "x"]),
        ("2e", ["2", "e"]),
        ("2e+x", ["2", "e", "+", "x"]),
        (".5", [".5"]),
        ("1.T", ["1", ".T"]),
        ("W.T", ["W", ".T"]),
        ("x.Ty", ["x", ".", "Ty"]),
        ("p_i", ["p_i"]),
        ("p_{i}", ["p_{i}"]),
        ("x**2", ["x", "**", "2"]),
        ("x<-1", ["x", "<", "-", "1"]),
        ("a->b", ["a", "->", "b"]),
        ("x!=y", ["x", "!=", "y"]),
        ("'a b'", ["'a b'"]),
        ("x−y", ["x", "-", "y"]),
        ("σ(x)", ["sigma", "(", "x", ")"]),
        ("λx", ["lambda", "x"]),
        ("Σ₁", ["Sigma_1"]),
        ("σ₁₂", ["sigma_12"]),
        ("xᵢ", ["x_i"]),
        ("ŷ₁", ["yhat_1"]),
        ("x̂", ["xhat"]),
        ("x\u00a0+ y", ["x", "+", "y"]),
        (r"\log_{2}", ["log_2"]),
        (r"\left(x\right)", ["(", "x", ")"]),
        (r"\left.x\right|", ["x", "|"]),
        (r"a\,b", ["a", "b"]),
        (r"\alpha_1", ["alpha_1"]),
        (r"\mathrm{KL}", ["KL"]),
        (r"\mathbf{x}_1", ["x_1"]),
        (r"\hat{\theta}", ["thetahat"]),
        (r"\begin{cases}", [r"\begin"]),
        (r"\dfrac", [r"\frac"]),
        (r"\vector", None),
    ],
)
def test_text_is_cut_as_the_grammar_spells_it(text: str, tokens: list[str] | None) -> None:
    if tokens is None:
        with pytest.raises(Unreadable):
            spelled(text)
    else:
        assert spelled(text) == tokens


def test_tokens_keep_their_places_where_they_are_spelled_anew() -> None:
    text = r"2·σ₁ + \frac{x}{\mathrm{y}} "
    tokens = tokenise(text)
    typed = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    assert typed == ["2", "·", "σ₁", "+", r"\frac", "{", "x", "}", "{", r"\mathrm{y}", "}", ""]
    assert tokens.texts[-1] == END


def test_a_part_of_a_text_is_cut_with_offsets_into_the_whole() -> None:
    tokens = tokenise("L = 2x nats", 4, 6)
    assert (tokens.texts, tokens.starts, tokens.ends) == (["2", "x", END], [4, 5, 6], [5, 6, 6])


@given(st.text(alphabet="xyz012.+-*/^()[]|<>=!, _\t\n"))
def test_nothing_but_spaces_is_lost_between_tokens(text: str) -> None:
    assert "".join(spelled(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("0", Fraction(0)),
        ("007", Fraction(7)),
        ("0.25", Fraction(1, 4)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("3.57e-1", Fraction(357, 1000)),
        ("1E3", Fraction(1000)),
        ("1e-3", Fraction(1, 1000)),
        ("2.50", Fraction(5, 2)),
        ("1e400", Fraction(10) ** 400),
        ("1e-400", Fraction(1, 10**400)),
        ("9" * 60, Fraction(10**60 - 1)),
    ],
)
def test_decimals_are_exact(digits: str, value: Fraction) -> None:
    assert exact(digits) == (value.numerator, value.denominator)


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("9" * 61, "a number may have at most 60 digits"),
        ("0." + "1" * 60, "a number may have at most 60 digits"),
        ("1e401", "a power of ten may be at most 400 either way"),
        ("1e-401", "a power of ten may be at most 400 either way"),
        ("1e" + "9" * 3000, "a power of ten may be at most 400 either way"),
    ],
)
def test_numbers_beyond_the_limits_name_the_limit(digits: str, reason: str) -> None:
    assert exact(digits) == reason


@pytest.mark.parametrize(
    ("text", "message", "start", "end"),
    [
        ("x" * 4001, "a text may have at most 4,000 characters, found 4,001", 4000, 4001),
        ("+" * 1501, "a formula may have at most 1,500 names, numbers and signs", 1500, 1501),
    ],
)
def test_texts_beyond_the_limits_name_the_limit(text: str, message: str, start: int, end: int) -> None:
    with pytest.raises(Unreadable) as caught:
        tokenise(text)
    assert (caught.value.message, caught.value.start, caught.value.end) == (message, start, end)


def test_as_many_characters_and_tokens_as_allowed_are_read() -> None:
    assert len(tokenise("x" * limits.CHARACTERS).texts) == 2
    assert len(tokenise("+" * limits.TOKENS).texts) == limits.TOKENS + 1


@given(st.characters(exclude_characters=ACCEPTED).filter(lambda character: not character.isascii()))
def test_a_character_outside_the_alphabet_is_refused_by_its_code_point(character: str) -> None:
    with pytest.raises(Unreadable) as caught:
        tokenise(f"x + {character}")
    assert f"U+{ord(character):04X}" in caught.value.message
    assert (caught.value.start, caught.value.end) == (4, 5)
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("x", "x"),
        ("p_{i}", "p_i"),
        ("σ", "sigma"),
        ("σ₁", "sigma_1"),
        ("W₁₂", "W_12"),
        ("ŷ", "yhat"),
        ("x̄", "xbar"),
    ],
)
def test_names_have_one_plain_spelling(spelling: str, name: str) -> None:
    assert plain_name(spelling) == name
