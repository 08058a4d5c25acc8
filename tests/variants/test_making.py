"""How a seed becomes a variant: accepted draws, bounded tries, streams that do not disturb each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from quizkit.bank.question import Body, Mistake, Option, Question, Specification, Task
from quizkit.errors import NoVariant, Unreadable
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, rational
from quizkit.variants import Acceptance, acceptance, make_variant
from tests.variants.small_bank import (
    BACKPROP,
    BANK,
    CLASSES,
    FACTS,
    GELU,
    GRADIENT,
    LOSSES,
    NLL,
    SIDES,
    WHY,
    mistakes,
    question,
)


def with_body(base: Question, **changes: object) -> Question:
    body = replace(base.bodies[""], **changes)  # type: ignore[arg-type]
    return replace(base, bodies={"": body})


@pytest.mark.parametrize("base", BANK, ids=lambda base: base.id)
def test_the_same_seed_gives_the_same_variant(base: Question) -> None:
    for seed in (0, 7, 2**62):
        first, second = make_variant(base, seed), make_variant(replace(base), seed)
        assert first == replace(second, question=base)
        assert "{{" not in first.prompt + first.solution + "".join(first.hints)


def test_adding_a_given_changes_none_of_the_others() -> None:
    more: dict[str, Specification] = {"w": "vector(9) of -9 .. 9", **GRADIENT.bodies[""].given}
    wider = with_body(GRADIENT, given=more)
    for seed in range(40):
        before, after = make_variant(GRADIENT, seed), make_variant(wider, seed)
        assert {name: after.given[name] for name in before.given} == before.given


def test_the_first_accepted_try_counts() -> None:
    plain = (Task(kind="number", answer="-log(p[y])"),)
    free, bound = with_body(CLASSES, where=(), tasks=plain), with_body(CLASSES, tasks=plain)
    moved = 0
    for seed in range(60):
        variant = make_variant(bound, seed)
        assert variant.acceptance.accepted == 1
        assert variant.acceptance.tries == 1 + sum(variant.acceptance.reasons.values())
        # What is accepted at once is what was drawn; any other try draws everything anew.
        assert (make_variant(free, seed).given == variant.given) is (variant.acceptance.tries == 1)
        moved += variant.acceptance.tries > 1
    assert 10 < moved < 50


def test_a_draw_in_which_a_mistake_meets_the_key_is_drawn_again() -> None:
    armed = with_body(
        NLL, tasks=(Task(kind="number", answer="2*p", tol="1%", mistakes=mistakes(one="1 - p")),)
    )
    # 2p and 1 - p meet at 1/3: at 0.35 they are 0.05 apart, at 0.3 they are 0.1; two bands are 0.014.
    assert {make_variant(armed, seed).given["p"] for seed in range(200)} > {"0.3", "0.35"}
    wide = with_body(
        NLL, tasks=(Task(kind="number", answer="2*p", tol="5%", mistakes=mistakes(one="1 - p")),)
    )
    drawn = {make_variant(wide, seed).given["p"] for seed in range(200)}
    assert "0.35" not in drawn
    assert "0.3" in drawn
    assert acceptance(wide, range(200)).reasons.keys() == {"one comes too near the key"}


def test_a_mistake_is_only_minded_while_it_is_armed() -> None:
    never = Mistake(id="same", formula="2*p/2", when="p > 2")
    base = with_body(NLL, tasks=(Task(kind="number", answer="p", mistakes=(never,)),))
    assert make_variant(base, 3).acceptance.tries == 1
    always = with_body(NLL, tasks=(Task(kind="number", answer="p", mistakes=(replace(never, when=None),)),))
    with pytest.raises(NoVariant) as caught:
        make_variant(always, 3)
    assert str(caught.value) == "nll: none of 200 draws is accepted: same comes too near the key (200)"


def test_a_mistake_may_have_a_tolerance_of_its_own() -> None:
    near = Mistake(id="near", formula="p + 0.001", tol="0.01%")
    base = with_body(NLL, tasks=(Task(kind="number", answer="p", tol="10%", mistakes=(near,)),))
    assert make_variant(base, 0).acceptance.tries == 1


def test_a_mistake_keeps_away_from_every_accepted_answer() -> None:
    task = Task(kind="vector", answer="z", accept=("-answer",), mistakes=mistakes(sign_flipped="-answer"))
    with pytest.raises(NoVariant, match="sign-flipped comes too near the key"):
        make_variant(with_body(GRADIENT, tasks=(task,)), 0)


def test_a_mistake_keeps_away_from_all_that_up_to_admits() -> None:
    task = Task(kind="vector", answer="z", up_to="sign", tol="0.01", mistakes=mistakes(minus="-z"))
    with pytest.raises(NoVariant, match="minus comes too near the key"):
        make_variant(with_body(GRADIENT, tasks=(task,)), 0)
    scaled = replace(task, up_to="direction", tol="0.0001", mistakes=mistakes(twice="2*z"))
    with pytest.raises(NoVariant, match="twice comes too near the key"):
        make_variant(with_body(GRADIENT, tasks=(scaled,)), 0)


def test_a_mistake_without_a_value_or_of_another_shape_spoils_nothing() -> None:
    task = Task(kind="number", answer="p", mistakes=mistakes(undefined="log(p - 1)", infinite="infinity"))
    assert make_variant(with_body(NLL, tasks=(task,)), 0).acceptance.tries == 1
    other = Task(kind="vector", answer="softmax(z)", mistakes=mistakes(number="1", matrix="outer(z, z)"))
    assert make_variant(with_body(GRADIENT, where=(), tasks=(other,)), 0).acceptance.tries == 1


@pytest.mark.parametrize(
    ("task", "where", "message"),
    [
        (Task(kind="number", answer="log(p - 1)"), (), "the key has no value (the logarithm of a number "),
        (Task(kind="number", answer="infinity"), (), "the key is not finite (200)"),
        (Task(kind="number", answer="[p, p]"), (), "the key is no number (200)"),
        (
            Task(kind="number", answer="exp(exp(exp(3)))"),
            (),
            "the key is too large or too small to be told (200)",
        ),
        (Task(kind="number", answer="2^-(10^7)"), (), "the key is too large or too small to be told (200)"),
        (
            Task(kind="choice", options=(Option(id="one", text="A", correct="det([p, p]) > 0"),)),
            (),
            "cannot tell which options are correct (det takes a square matrix",
        ),
        (Task(kind="number", answer="p"), ("p > 1",), "breaks p > 1 (200)"),
        (Task(kind="number", answer="p"), ("log(p - 1) > 0",), "breaks log(p - 1) > 0 (200)"),
        # Equal for all we can compute, but no number of bits proves it.
        (Task(kind="number", answer="p"), ("exp(p)*exp(-p) == 1",), "breaks exp(p)*exp(-p) == 1 (200)"),
        (
            Task(kind="number", answer="p", mistakes=mistakes(short="[p][1]")),
            (),
            "short cannot be computed (there is no entry 1",
        ),
    ],
)
def test_what_refuses_every_draw_is_named(task: Task, where: tuple[str, ...], message: str) -> None:
    with pytest.raises(NoVariant) as caught:
        make_variant(with_body(NLL, where=where, tasks=(task,)), 5)
    assert str(caught.value).startswith(f"nll: none of 200 draws is accepted: {message}")


def test_an_empty_range_of_a_draw_refuses_that_draw_only() -> None:
    base = question(
        "sized", Task(kind="number", answer="y"), given={"n": "0 .. 3", "y": "1 .. n"}, prompt="{{ y }}"
    )
    assert {make_variant(base, seed).given["n"] for seed in range(40)} == {"1", "2", "3"}
    reasons = acceptance(base, range(40)).reasons
    assert list(reasons) == ["y: the range 1 .. 0 is empty: 1 is above 0"]


def test_acceptance_counts_every_try() -> None:
    total = acceptance(BACKPROP, range(50))
    assert total.accepted == 50
    assert total.tries == 50 + sum(total.reasons.values())
    assert 0 < total.rate < 1
    assert total.worst_first()[0][1] == max(total.reasons.values())
    assert Acceptance().rate == 0


def test_hopeless_questions_are_counted_too() -> None:
    hopeless = with_body(NLL, where=("p > 1",))
    assert acceptance(hopeless, range(2)) == Acceptance(tries=400, reasons={"breaks p > 1": 400})


def test_settings_are_balanced_in_every_block_of_seeds() -> None:
    drawn = [make_variant(LOSSES, seed).setting for seed in range(300)]
    blocks = [tuple(drawn[start : start + 3]) for start in range(0, 300, 3)]
    assert all(sorted(block) == ["classes", "pair", "rain"] for block in blocks)
    assert len(set(blocks)) == 6


def test_settings_have_streams_of_their_own() -> None:
    other = Body(given={"p": "0.1 .. 0.9 by 0.1"}, tasks=(Task(kind="number", answer="p"),))
    twins = Question(id="twins", kind="number", title="", bodies={"one": other, "two": other})

    def drawn(seed: int, setting: str) -> object:
        return make_variant(twins, seed, {"setting": setting}).given["p"]

    pairs = Counter((drawn(seed, "one"), drawn(seed, "two")) for seed in range(200))
    assert len(pairs) > 50


def test_options_are_shuffled_lettered_and_pinned() -> None:
    orders = set()
    for seed in range(200):
        options = make_variant(SIDES, seed).choices
        assert [option.letter for option in options] == ["A", "B", "C", "D"]
        assert options[-1].id == "none"
        assert [option.correct for option in options].count(True) == 1
        orders.add(tuple(option.id for option in options))
    assert len(orders) == 6


def test_options_are_drawn_from_their_pool() -> None:
    taken: Counter[str] = Counter()
    for seed in range(300):
        variant = make_variant(FACTS, seed)
        assert sorted(option.correct for option in variant.choices) == [False] * 3 + [True] * 2
        assert variant.key == [
            option.id for option in sorted(variant.choices, key=lambda o: o.place) if option.correct
        ]
        taken.update(option.id for option in variant.choices)
    assert len(taken) == 10
    assert all(taken[f"true{place}"] > 80 for place in range(5))


def test_options_that_read_alike_are_drawn_again() -> None:
    options = (
        Option(id="right", text="{{ p }} here", correct="true"),
        Option(id="wrong", text="{{ 1 - p }}  here"),
    )
    base = with_body(SIDES, tasks=(Task(kind="choice", options=options),))
    assert all(make_variant(base, seed).given["p"] != "0.5" for seed in range(60))
    assert list(acceptance(base, range(60)).reasons) == ["shows two options that read alike"]


def test_later_parts_use_earlier_keys_and_may_be_worked_with_other_values() -> None:
    variant = make_variant(BACKPROP, 7)
    assert variant.key == {"h": ["3", "0"], "yhat": "6", "dW": [["42", "-42"], ["0", "0"]]}
    own: dict[str, Value[Exact]] = {"h": Array((2,), (rational(1), rational(1)))}
    # With h = [1, 1] and v = [2, -1] the output is 1.
    assert str(variant.key_value("yhat", values=own)) == "1"
    assert str(variant.key_value("yhat")) == "6"
    mask = variant.mistake_value("dW", "mask")
    assert isinstance(mask, Array)
    assert [str(entry) for entry in mask.entries] == ["42", "-42", "-21", "21"]
    transposed = variant.mistake_value("dW", "transposed", values=own)
    assert isinstance(transposed, Array)


def test_a_symbolic_key_is_told_as_a_formula_with_its_numbers() -> None:
    variant = make_variant(GELU, 7)
    assert variant.key == "2*(Phi(2*x) + 2*x*phi(2*x))"
    assert variant.is_symbolic()
    assert set(variant.symbols) == {"x"}


def test_a_choice_is_known_by_its_id_to_what_follows() -> None:
    parts = (
        replace(SIDES.bodies[""].tasks[0], id="side", ask="Which?"),
        Task(id="signed", kind="number", ask="Signed {{ side }}?", answer="cases(side == 'above' -> p, -p)"),
    )
    base = Question(id="two", kind="parts", title="", bodies={"": replace(SIDES.bodies[""], tasks=parts)})
    for seed in range(10):
        variant = make_variant(base, seed)
        p = str(variant.given["p"])
        side = "above" if float(p) > 0.5 else "below"
        assert variant.key == {"side": side, "signed": p if side == "above" else f"-{p}"}
        assert variant.posed("signed").ask == f"Signed {side}?"


def test_a_text_question_has_no_key() -> None:
    assert make_variant(WHY, 0).key is None
    assert make_variant(WHY, 0).key_text() == ""


def test_keys_are_told_in_words() -> None:
    assert make_variant(NLL, 7).key_text() == "2.995732273553991"
    assert make_variant(BACKPROP, 7).key_text() == "h: [3, 0]\nyhat: 6\ndW: [[42, -42], [0, 0]]"
    assert make_variant(SIDES, 7).key_text() == "C"


def test_a_variant_as_json_keeps_its_key_to_itself() -> None:
    variant = make_variant(SIDES, 7)
    told = variant.to_json()
    assert told == {
        "schema": 1,
        "question": "sides",
        "title": "sides",
        "kind": "choice",
        "seed": 7,
        "setting": "",
        "given": {"p": "0.3"},
        "prompt": "What is true of 0.3?",
        "parts": None,
        "options": [
            {"letter": "A", "id": "equal", "text": "they are equal"},
            {"letter": "B", "id": "above", "text": "0.3 is above a half"},
            {"letter": "C", "id": "below", "text": "0.3 is below a half"},
            {"letter": "D", "id": "none", "text": "none of these"},
        ],
        "hash": variant.hash,
    }
    with_key = variant.to_json(key=True)
    assert with_key["key"] == "below"
    assert [option["correct"] for option in with_key["options"]] == [False, False, True, False]  # type: ignore[attr-defined]


def test_what_a_mistake_says_is_filled_with_the_numbers() -> None:
    assert make_variant(NLL, 7).say("error-not-log") == "0.95 is not $3.00$."
    with pytest.raises(KeyError):
        make_variant(NLL, 7).say("unknown")


def test_a_prompt_whose_hole_has_no_value_is_told_at_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        make_variant(with_body(NLL, prompt="p is {{ log(p - 1) }}"), 0)
    assert caught.value.message == (
        "nll: {{ log(p - 1) }} has no value: the logarithm of a number that is not positive"
    )
    assert (caught.value.start, caught.value.end) == (8, 18)
