"""The functions of the language, one row each.

A row says how a function is spelled, how many arguments it takes, how it treats shapes and, unless it
is primitive, what it *means*: a formula of the same language in terms of simpler functions. So floats,
balls, SymPy and exact proof all share one definition, and a new algebra has to know the primitives
only. Rows whose meaning is a rearrangement of entries (``transpose``, ``diag``) or needs to compare
numbers (``argmax``) have no formula; ``mathlang.arrays`` computes those on any algebra.

Conventions: ``log`` is the natural logarithm; ``step(0)`` is 0, as in the derivative of ReLU that
frameworks use; ``xlogy(0, y)`` is 0; ``cross_entropy(p, q)`` takes the true law first, as in H(p, q).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from quizkit.errors import nearest

Treatment = Literal["entrywise", "vector", "whole", "structural"]
"""How a function meets a vector or a matrix.

``entrywise``: on each entry, numbers are stretched to fit. ``vector``: takes vectors; of a matrix,
row by row. ``whole``: its formula is evaluated on the arrays as they are. ``structural``: computed by
``mathlang.arrays``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One row of the table."""

    name: str
    parameters: tuple[str, ...]
    """The names of its arguments, as its definition uses them."""
    least: int
    """The fewest arguments it takes."""
    most: int | None
    """The most arguments it takes; None: any number."""
    treatment: Treatment
    definition: str | None = None
    """Its meaning in simpler functions; None for primitives and structural functions."""
    defaults: tuple[str, ...] = ()
    """Formulas for the trailing arguments that may be left out."""
    spellings: tuple[str, ...] = ()
    """Other names under which it is read."""
    author_only: bool = False
    """Whether only formulas in banks may use it."""
    needs_numbers: bool = False
    """Whether its result depends on comparing values, so that symbols will not do."""

    @property
    def signature(self) -> str:
        """``leaky_relu(x, a=0.01)``."""
        required = len(self.parameters) - len(self.defaults)
        shown = [
            name if index < required else f"{name}={self.defaults[index - required]}"
            for index, name in enumerate(self.parameters)
        ]
        return f"{self.name}({', '.join(shown)}{', …' if self.most is None else ''})"


def _row(
    signature: str,
    treatment: Treatment,
    definition: str | None = None,
    *,
    spellings: str = "",
    author_only: bool = False,
    needs_numbers: bool = False,
) -> Function:
    """A row from its signature: ``name(x, a=0.01)``; a closing ``...`` takes any number."""
    name, _, inside = signature.rstrip(")").partition("(")
    arguments = [argument.strip() for argument in inside.split(",") if argument.strip()]
    endless = bool(arguments) and arguments[-1] == "..."
    if endless:
        arguments.pop()
    pairs = [argument.partition("=") for argument in arguments]
    parameters = tuple(pair[0] for pair in pairs)
    defaults = tuple(pair[2] for pair in pairs if pair[1])
    return Function(
        name=name,
        parameters=parameters,
        least=len(parameters) - len(defaults),
        most=None if endless else len(parameters),
        treatment=treatment,
        definition=definition,
        defaults=defaults,
        spellings=tuple(spellings.split()),
        author_only=author_only,
        needs_numbers=needs_numbers,
    )


_ROWS = (
    # Exponentials and logarithms.
    _row("exp(x)", "entrywise"),
    _row("log(x)", "entrywise", spellings="ln"),
    _row("log2(x)", "entrywise", spellings="lb"),
    _row("log10(x)", "entrywise", spellings="lg"),
    _row("log_b(x, b)", "entrywise", "log(x)/log(b)", spellings="logb"),
    _row("log1p(x)", "entrywise", "log(1 + x)"),
    _row("expm1(x)", "entrywise", "exp(x) - 1"),
    _row("sqrt(x)", "entrywise"),
    _row("cbrt(x)", "entrywise"),
    # Pieces.
    _row("abs(x)", "entrywise"),
    _row("sign(x)", "entrywise", spellings="sgn"),
    _row("floor(x)", "entrywise"),
    _row("ceil(x)", "entrywise", spellings="ceiling"),
    _row("max(x, ...)", "structural"),
    _row("min(x, ...)", "structural"),
    _row("step(x)", "entrywise", "cases(x > 0 -> 1, 0)", spellings="heaviside"),
    _row("clip(x, low, high)", "entrywise", "min(max(x, low), high)", spellings="clamp"),
    # Circular functions.
    _row("sin(x)", "entrywise"),
    _row("cos(x)", "entrywise"),
    _row("tan(x)", "entrywise", spellings="tg"),
    _row("sec(x)", "entrywise", "1/cos(x)"),
    _row("csc(x)", "entrywise", "1/sin(x)", spellings="cosec"),
    _row("cot(x)", "entrywise", "cos(x)/sin(x)", spellings="ctg"),
    _row("asin(x)", "entrywise", spellings="arcsin"),
    _row("acos(x)", "entrywise", spellings="arccos"),
    _row("atan(x)", "entrywise", spellings="arctan"),
    _row("atan2(y, x)", "entrywise", spellings="arctan2"),
    _row("asec(x)", "entrywise", "acos(1/x)", spellings="arcsec"),
    _row("acsc(x)", "entrywise", "asin(1/x)", spellings="arccsc"),
    _row("acot(x)", "entrywise", "pi/2 - atan(x)", spellings="arccot"),
    # Hyperbolic functions.
    _row("sinh(x)", "entrywise"),
    _row("cosh(x)", "entrywise"),
    _row("tanh(x)", "entrywise"),
    _row("sech(x)", "entrywise", "1/cosh(x)"),
    _row("csch(x)", "entrywise", "1/sinh(x)", spellings="cosech"),
    _row("coth(x)", "entrywise", "cosh(x)/sinh(x)"),
    _row("asinh(x)", "entrywise", spellings="arsinh arcsinh"),
    _row("acosh(x)", "entrywise", spellings="arcosh arccosh"),
    _row("atanh(x)", "entrywise", spellings="artanh arctanh"),
    _row("asech(x)", "entrywise", "acosh(1/x)", spellings="arsech arcsech"),
    _row("acsch(x)", "entrywise", "asinh(1/x)", spellings="arcsch arccsch"),
    _row("acoth(x)", "entrywise", "atanh(1/x)", spellings="arcoth arccoth"),
    # The normal law.
    _row("erf(x)", "entrywise"),
    _row("erfc(x)", "entrywise"),
    _row("Phi(x)", "entrywise", "erfc(-x/sqrt(2))/2", spellings="norm_cdf"),
    _row("phi(x)", "entrywise", "exp(-x^2/2)/sqrt(2*pi)", spellings="norm_pdf"),
    # Activations.
    _row("sigma(x)", "entrywise", "1/(1 + exp(-x))", spellings="sigmoid logistic expit"),
    _row("logit(p)", "entrywise", "log(p/(1 - p))"),
    _row("softplus(x)", "entrywise", "log(1 + exp(x))"),
    _row("log_sigmoid(x)", "entrywise", "-log(1 + exp(-x))", spellings="logsigmoid"),
    _row("relu(x)", "entrywise", "max(x, 0)", spellings="ReLU"),
    _row(
        "leaky_relu(x, a=0.01)",
        "entrywise",
        "cases(x > 0 -> x, a*x)",
        spellings="LeakyReLU leakyrelu",
    ),
    _row("elu(x, a=1)", "entrywise", "cases(x > 0 -> x, a*(exp(x) - 1))", spellings="ELU"),
    _row("gelu(x)", "entrywise", "x*Phi(x)", spellings="GELU"),
    _row("silu(x)", "entrywise", "x*sigma(x)", spellings="swish SiLU"),
    _row("xlogy(x, y)", "entrywise"),
    # Vectors.
    _row("softmax(z)", "vector", "exp(z)/sum(exp(z))"),
    _row("log_softmax(z)", "vector", "z - log(sum(exp(z)))", spellings="logsoftmax"),
    _row("logsumexp(z)", "vector", "log(sum(exp(z)))", spellings="LSE lse"),
    _row("sum(v)", "structural"),
    _row("mean(v)", "structural"),
    _row("dot(a, b)", "whole", "sum(a*b)"),
    _row("norm(v)", "whole", "sqrt(sum(v^2))"),
    _row("outer(a, b)", "structural"),
    _row("diag(v)", "structural"),
    _row("transpose(A)", "structural"),
    _row("trace(A)", "structural", spellings="tr"),
    _row("det(A)", "structural"),
    _row("inv(A)", "structural", spellings="inverse"),
    _row("matmul(A, B)", "structural"),
    # Information, in nats.
    _row("entropy(p)", "vector", "-sum(xlogy(p, p))"),
    _row("cross_entropy(p, q)", "vector", "-sum(xlogy(p, q))"),
    _row("kl(p, q)", "vector", "sum(xlogy(p, p)) - sum(xlogy(p, q))", spellings="KL"),
    # For authors.
    _row("any(v)", "structural", author_only=True),
    _row("all(v)", "structural", author_only=True),
    _row("distinct(v)", "structural", author_only=True, needs_numbers=True),
    _row("argmax(v)", "structural", author_only=True, needs_numbers=True),
    _row("argmin(v)", "structural", author_only=True, needs_numbers=True),
    _row("sort(v)", "structural", author_only=True, needs_numbers=True),
    _row("rank(A)", "structural", author_only=True, needs_numbers=True),
    _row("eigvals(A)", "structural", author_only=True, needs_numbers=True),
    _row("len(v)", "structural", author_only=True),
    _row("prod(v)", "structural", author_only=True),
    _row("cumsum(v)", "structural", author_only=True),
    _row("rowsums(A)", "structural", author_only=True),
    _row("colsums(A)", "structural", author_only=True),
    _row("concat(a, ...)", "structural", author_only=True),
    _row("zeros(m, ...)", "structural", author_only=True),
    _row("ones(m, ...)", "structural", author_only=True),
    _row("eye(n)", "structural", author_only=True),
    _row("onehot(i, n)", "structural", author_only=True),
    _row("comb(n, k)", "structural", author_only=True),
    _row("round(x, places=0)", "structural", author_only=True, needs_numbers=True),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({row.name: row for row in _ROWS})
"""Every function by its canonical name."""

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {spelling: row.name for row in _ROWS for spelling in (row.name, *row.spellings)}
)
"""Every spelling, and the canonical name it stands for."""

CONSTANTS = ("e", "pi", "infinity")
"""Names that have a value unless a question declares them itself."""


def nearest_function(word: str, *, author: bool) -> str | None:
    """The function name most like ``word`` that its writer may use."""
    return nearest(
        word,
        [s for s, name in SPELLINGS.items() if author or not FUNCTIONS[name].author_only],
    )
