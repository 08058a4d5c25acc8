"""How long does reading an answer take, against ``ast.parse`` and SymPy's ``parse_expr`` of the same text?

Run by hand, ``python -m tests.benchmarks.bench_parse``; all three are timed in the same run and only
their ratios are of interest. ``ast.parse`` is written in C and checks no names; ``parse_expr`` is what other
graders use, and runs what it is given.
"""

import ast
import statistics
import timeit
from collections.abc import Callable
from functools import partial

from quizkit.mathlang.parser import Scope, parse, read
from quizkit.mathlang.tokens import tokenise

ANSWERS = (
    "0.357",
    "3.57e-1",
    "1/3",
    "log(2)",
    "-log(0.7)",
    "2*x + 3",
    "p - y",
    "-log(p)",
    "x*Phi(x)",
    "max(0, x)",
    "sigma(x)*(1 - sigma(x))",
    "Phi(x) + x*phi(x)",
    "exp(-x)/(1 + exp(-x))**2",
    "1/(1 + exp(-x))",
    "log((1 - p)/p)",
    "-p*log(p) - (1 - p)*log(1 - p)",
    "x**2*exp(x)",
    "(b - a)/(b*(1 - b))",
    "(m**2 + s**2 - 1)/2 - log(s)",
    "1 - tanh(a*x)**2",
    "s + x*s*(1 - s)",
    "-2*w/(1 + exp(w**2))",
    "(1 - eta*lam)**k*w0",
    "1 + a*(1 - tanh(a*x)**2)",
    "-1/(1 + exp(a - b))",
    "sqrt(x**2 + 1)",
    "x/2*(1 + erf(x/sqrt(2)))",
    "gamma*(1 - p)**(gamma - 1)*log(p) - (1 - p)**gamma/p",
    "log(1 + exp(x))",
    "a if x > 0 else b",
    "0 < x < 1",
    "x if x > 0 else 0.01*x",
    "[0.2, -0.5, 0.3]",
    "[[1, 2], [3, 4]]",
    "softmax(z) - q",
    "diag(q) - outer(q, q)",
    "kl(q, r)",
    "norm(v)",
    "cross_entropy(q, softmax(z))",
    "(W2.T @ (softmax(h) - q))*(h1 > 0)",
)
"""Forty answers as candidates type them, in the signs that all three parsers know."""

SCOPE = Scope(
    shapes={
        **dict.fromkeys(["a", "b", "k", "m", "p", "s", "w", "x", "y", "eta", "gamma", "lam", "w0"], ()),
        **dict.fromkeys(["h", "h1", "q", "r", "v", "z"], (3,)),
        "W2": (3, 3),
    }
)


def microseconds(work: Callable[[], object], *, number: int = 400, repeat: int = 5) -> float:
    """The best time of one call."""
    return min(timeit.repeat(work, number=number, repeat=repeat)) / number * 1e6


def main() -> None:
    """Prints medians over the answers, and the ratios."""
    from sympy import Function, Symbol
    from sympy.parsing.sympy_parser import parse_expr

    rivals = {name: Symbol(name) for name in SCOPE.shapes}
    rivals |= {
        name: Function(name) for name in ("softmax", "outer", "kl", "norm", "cross_entropy", "Phi", "phi")
    }
    ours, tokens, whole, python, sympy = [], [], [], [], []
    for text in ANSWERS:
        ours.append(microseconds(partial(parse, text, SCOPE)))
        tokens.append(microseconds(partial(tokenise, text)))
        whole.append(microseconds(partial(read, text, SCOPE)))
        python.append(microseconds(partial(ast.parse, text, mode="eval")))
        if "@" not in text and "[" not in text and "if" not in text:
            each = microseconds(partial(parse_expr, text, rivals, evaluate=False), number=2, repeat=2)
            sympy.append(each / ours[-1])
    ratios = sorted(one / other for one, other in zip(ours, python, strict=True))
    print(f"parse, median of {len(ANSWERS)} answers: {statistics.median(ours):.1f} µs")
    print(f"  of it cutting into tokens: {statistics.median(tokens):.1f} µs")
    print(f"read (with label, dollar signs, unit): {statistics.median(whole):.1f} µs")
    print(f"ast.parse: {statistics.median(python):.1f} µs")
    print(f"parse / ast.parse: median {statistics.median(ratios):.2f}, worst {ratios[-1]:.2f}")
    print(f"parse_expr / parse: median {statistics.median(sympy):.0f}")


if __name__ == "__main__":
    main()
