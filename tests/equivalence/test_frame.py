"""Comparisons for a question: its domains, values, lets and conditions; in one thread or in many."""

import threading

import pytest
from flint import arb, ctx, fmpq

from quizkit.equivalence.comparison import Comparison, EqualityPolicy
from quizkit.equivalence.frame import Frame
from quizkit.equivalence.limits import ROOM
from quizkit.errors import NotComputable, ShapeMismatch
from quizkit.mathlang.arrays import vector
from quizkit.mathlang.domains import Domain, parse_domain
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope


def formula(text: str, *arrays: str, author: bool = False) -> Node:
    shapes = dict.fromkeys(arrays, (3,))
    return parse(text, Scope(open=True, shapes=shapes, author=author, integers=frozenset("i")))


def domains(**symbols: str) -> dict[str, Domain]:
    return {name: parse_domain(written) for name, written in symbols.items()}


def compared(
    expected: str, response: str, policy: EqualityPolicy | None = None, **symbols: str
) -> Comparison:
    return Frame(domains(**symbols)).compare(formula(expected), formula(response), policy)


POLICIES: list[tuple[str, str, str, dict[str, str]]] = [
    # expected, response, domain of x, relation by policy
    (
        "cases(x < 0 -> 0, x > 0 -> 1, 0)",
        "cases(x < 0 -> 0, 1)",
        "real",
        {
            "everywhere": "different",
            "almost everywhere": "equal",
            "same domain": "different",
            "common domain": "different",
        },
    ),
    (
        "(x^2 - 4)/(x - 2)",
        "x + 2",
        "real",
        {
            "everywhere": "equal",
            "almost everywhere": "equal",
            "same domain": "different",
            "common domain": "equal",
        },
    ),
    (
        "log(x^2)",
        "2log(x)",
        "real",
        {
            "everywhere": "different",
            "almost everywhere": "different",
            "same domain": "different",
            "common domain": "equal",
        },
    ),
    (
        "log(x^2)",
        "2log(x)",
        "positive",
        {
            "everywhere": "equal",
            "almost everywhere": "equal",
            "same domain": "equal",
            "common domain": "equal",
        },
    ),
    (
        "1/n",
        "(n - 2)/(n*(n - 2))",
        "integer 1 .. 9",
        {
            "everywhere": "different",
            "almost everywhere": "different",
            "same domain": "different",
            "common domain": "equal",
        },
    ),
]


@pytest.mark.parametrize(("expected", "response", "domain", "relations"), POLICIES)
def test_the_policy_says_which_points_count(
    expected: str, response: str, domain: str, relations: dict[EqualityPolicy, str]
) -> None:
    name = "n" if "n" in expected and "log" not in expected and "cases" not in expected else "x"
    found = {policy: compared(expected, response, policy, **{name: domain}).relation for policy in relations}
    assert found == relations


def test_without_a_declared_domain_a_difference_of_domain_is_reported_and_does_not_decide() -> None:
    comparison = compared("log(x^2)", "2log(x)")
    assert comparison.relation == "equal"
    assert comparison.sentence() == (
        "equal: proved by exact algebra where both have a value. "
        "Not counted: at x = -1 the expected value is 0 and yours is undefined"
    )


def test_one_undeclared_letter_makes_the_domain_the_common_one() -> None:
    assert compared("a*log(x^2)", "2a*log(x)", x="real").relation == "equal"
    assert compared("a*log(x^2)", "2a*log(x)", x="real", a="real").relation == "different"


def test_sides_without_a_common_point_are_undecided_and_the_limit_is_named() -> None:
    comparison = compared("log(x)", "log(-x)")
    assert comparison.sentence() == (
        "undecided: no point was found, of 320 tried, where both sides have a value"
    )
    assert comparison.to_json()["evidence"] == {"kind": "limit", "name": "points", "value": 320}


def test_a_side_that_has_a_value_nowhere_is_different_even_on_the_common_domain() -> None:
    assert compared("x", "x + log(0)").relation == "different"
    assert compared("x", "x - infinity").relation == "different"


def test_a_letter_named_as_a_constant_is_the_letter_if_declared() -> None:
    assert compared("e^2", "e*e", e="1 .. 9").relation == "equal"
    assert compared("e^2", "exp(2)", e="1 .. 9").relation == "different"
    assert compared("e^x", "exp(x)").relation == "equal"


def test_values_and_lets_of_the_question_are_known() -> None:
    frame = Frame(
        domains(x="real"),
        values={"k": fmpq(3), "w": vector([fmpq(1), fmpq(2), fmpq(4)]), "kind": "linear", "on": True},
        lets={"u": formula("k*x"), "v": formula("u^2 + 1")},
    )
    assert frame.compare(formula("v"), formula("9x^2 + 1")).evidence.kind == "proved"
    assert frame.compare(formula("k*x"), formula("3x")).evidence.kind == "identical"
    assert frame.compare(formula("sum(w)*x", "w"), formula("7x")).evidence.kind == "identical"
    assert frame.compare(formula("v"), formula("u^2")).relation == "different"
    by_word = formula("cases(kind == 'linear' -> x, x^2)", author=True)
    assert frame.compare(by_word, formula("x")).evidence.kind == "identical"
    assert frame.compare(formula("on*x"), formula("x")).evidence.kind == "identical"


def test_a_value_that_is_not_exact_is_refused() -> None:
    frame = Frame(domains(x="real"), values={"k": arb(2).sqrt()})
    with pytest.raises(
        TypeError, match="a value given to a comparison must be exact; give its formula instead"
    ):
        frame.compare(formula("k*x"), formula("x"))


def test_joint_conditions_hold_at_every_point() -> None:
    symbols = domains(x="real", y="real")
    free, bound = Frame(symbols), Frame(symbols, assume=[formula("x > y"), formula("y > 0")])
    expected, response = formula("sqrt((x - y)^2)*log(x*y)"), formula("(x - y)*(log(x) + log(y))")
    assert free.compare(expected, response).relation == "different"
    assert bound.compare(expected, response).relation == "equal"


def test_conditions_that_nothing_meets_leave_it_undecided() -> None:
    frame = Frame(domains(x="real"), assume=[formula("x > x + 1")])
    comparison = frame.compare(formula("x"), formula("2x"))
    assert comparison.to_json()["evidence"] == {"kind": "limit", "name": "points", "value": 320}


def test_an_index_symbol_runs_over_the_entries() -> None:
    frame = Frame(domains(p="simplex(3)", y="onehot(3)", i="integer"))
    assert frame.compare(formula("p_i - y_i", *"py"), formula("-(y_i - p_i)", *"py")).relation == "equal"
    wrong = frame.compare(formula("p_i - y_i", *"py"), formula("p_i - y_1", *"py"))
    assert wrong.sentence() == (
        "different: at p = [1/3, 0.5, 1/6], y = [1, 0, 0], i = 2 the expected value is 0.5 and yours is -0.5"
    )
    kronecker = frame.compare(
        formula("p_i*((i == 1) - p_1)", *"py"), formula("cases(i == 1 -> p_1 - p_1^2, -p_i*p_1)", *"py")
    )
    assert kronecker.relation == "equal"


def test_too_many_index_values_are_a_limit() -> None:
    shapes = {"z": (200,)}
    scope = Scope(shapes=shapes, integers=frozenset("ijk"))
    frame = Frame(domains(z="vector(200)", i="integer", j="integer"))
    comparison = frame.compare(parse("z_i*z_j", scope), parse("z_j*z_i", scope))
    assert comparison.to_json()["evidence"] == {"kind": "limit", "name": "index values", "value": 400}


def test_shapes_that_differ_are_different_by_shape() -> None:
    comparison = compared("[x, 1]", "x", x="real")
    assert comparison.sentence() == "different: a vector of 2 entries is expected, and yours is a number"
    assert comparison.to_json()["evidence"] == {"kind": "shape", "expected": [2], "response": []}


def test_the_entry_that_differs_is_named() -> None:
    comparison = compared("[[x, 1], [2, x^2]]", "[[x, 1], [2, x]]", x="real")
    assert (
        comparison.sentence() == "different: at x = 2, in entry 2, 2 the expected value is 4 and yours is 2"
    )


def test_what_cannot_be_formed_is_raised() -> None:
    frame = Frame(domains(z="vector(3)"))
    with pytest.raises(ShapeMismatch):
        frame.compare(formula("z", "z"), formula("[z_1, 2] + z", "z"))
    with pytest.raises(NotComputable):
        frame.compare(formula("z", "z"), parse("sort(z)", Scope(shapes={"z": (3,)}, author=True)))


def test_verdicts_stay_the_same_when_the_arena_is_cut_back() -> None:
    frame = Frame(domains(x="real", y="real"))
    key = formula("sin(x*y) + 1")
    answers = [
        formula(f"sin(x*y) + {number}/7 + cos({number}x)^2 + sin({number}x)^2") for number in range(60)
    ]
    first = [frame.compare(key, answer).to_json() for answer in answers]
    assert len(frame._bench.arena) < ROOM + 100
    assert [frame.compare(key, answer).to_json() for answer in reversed(answers)] == first[::-1]
    assert [found["relation"] for found in first].count("equal") == 1


def test_many_keys_do_not_fill_the_arena() -> None:
    frame = Frame(domains(x="real"))
    for number in range(200):
        assert frame.compare(formula(f"x + {number}"), formula(f"{number} + x")).relation == "equal"
    assert len(frame._bench.arena) < 2 * ROOM


def test_eight_threads_find_what_one_finds() -> None:
    texts = [
        ("x*Phi(x)", "x/2*(1 + erf(x/sqrt(2)))"),
        ("x + 1", "x + 1 + exp(-3000)"),
        ("x + 1", "x + tanh(300)"),
        ("sigma(x)", "(1 + tanh(x/2))/2"),
        ("relu(x)", "(x + |x|)/2"),
        ("log(x^2)", "2log(x)"),
        ("x^2", "x^3"),
        ("exp(exp(exp(100)))", "x"),
    ]
    pairs = [(formula(left), formula(right)) for left, right in texts]
    shared = Frame(domains(x="real"))
    alone = [Frame(domains(x="real")).compare(*pair).to_json() for pair in pairs]
    found: dict[int, list[object]] = {}

    def work(number: int) -> None:
        frames = [shared, Frame(domains(x="real"))]
        order = pairs[number:] + pairs[:number]
        verdicts = [frames[number % 2].compare(*pair).to_json() for _ in range(3) for pair in order][-8:]
        found[number] = verdicts[len(pairs) - number :] + verdicts[: len(pairs) - number]

    before = ctx.prec
    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number] == alone for number in range(8))
    assert ctx.prec == before
