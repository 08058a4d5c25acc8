"""A small bank for the tests of this room: every kind of draw, of answer and of template."""

from __future__ import annotations

from quizkit.bank.question import Body, Kind, Mistake, Option, Question, Specification, Task


def question(
    question_id: str,
    task: Task,
    *,
    given: dict[str, Specification] | None = None,
    let: dict[str, str] | None = None,
    symbols: dict[str, Specification] | None = None,
    where: tuple[str, ...] = (),
    prompt: str = "",
    solution: str = "",
    hints: tuple[str, ...] = (),
    variants: int = 12,
) -> Question:
    """A question of one task and without settings."""
    body = Body(
        given=given or {},
        let=let or {},
        symbols=symbols or {},
        where=where,
        prompt=prompt,
        hints=hints,
        solution=solution,
        tasks=(task,),
    )
    return Question(id=question_id, kind=task.kind, title=question_id, bodies={"": body}, variants=variants)


def mistakes(**formulas: str) -> tuple[Mistake, ...]:
    """Mistakes by id; ``_`` in a keyword stands for ``-``."""
    return tuple(Mistake(id=name.replace("_", "-"), formula=text) for name, text in formulas.items())


NLL = question(
    "nll",
    Task(
        kind="number",
        answer="-log(p)",
        units={"nats": "1", "bits": "log(2)"},
        mistakes=(
            *mistakes(bits_for_nats="-log2(p)", sign_flipped="log(p)"),
            Mistake(id="error-not-log", formula="1 - p", say="{{ 1 - p }} is not ${{ answer | 3sf }}$."),
        ),
    ),
    given={"p": "0.05 .. 0.95 by 0.05"},
    prompt="The correct token has probability **{{ p }}**. What is the loss, in nats?",
    hints=(r"Which term of $-\sum_i y_i \ln p_i$ survives?",),
    solution=r"$L = -\ln {{ p }} = {{ answer | 4sf }}$ nats, or ${{ answer/log(2) | 4sf }}$ bits.",
)

GRADIENT = question(
    "gradient",
    Task(
        kind="vector",
        answer="softmax(z) - y",
        tol="0.002",
        mistakes=mistakes(sign_flipped="-answer", forgot_target="softmax(z)", skipped="z - y"),
    ),
    given={"z": "vector(3) of -2 .. 2 by 0.5 range >= 1", "y": "onehot(3)"},
    where=("distinct(z)",),
    prompt="Logits $z = {{ z }}$, target $y = {{ y }}$. Give the gradient.",
)

JACOBIAN = question(
    "jacobian",
    Task(
        kind="matrix", answer="diag(p) - outer(p, p)", tol="exact", mistakes=mistakes(diag="diag(p*(1 - p))")
    ),
    given={"p": "simplex(3) by 0.1"},
    prompt="Softmax gives\n\n{{ outer(p, p) }}\n\nat {{ p }}.",
)

GELU = question(
    "gelu",
    Task(kind="expression", answer="k*(Phi(u) + u*phi(u))", mistakes=mistakes(inner="answer/k")),
    given={"k": "2 .. 5"},
    let={"u": "k*x"},
    symbols={"x": "-3 .. 3"},
    prompt=r"$f(x) = \mathrm{GELU}({{ k }}x)$. Give $f'(x)$.",
    solution="{{ answer }}, that is ${{ answer | expr }}$",
)

CLASSES = question(
    "classes",
    Task(kind="number", answer="-log(p[y])", tol="0.05%", mistakes=mistakes(largest="-log(max(p))")),
    given={
        "n": "3 .. 5",
        "p": "simplex(n) by 0.05",
        "y": "0 .. n-1",
        "names": "choose(n) of [cat, dog, bird, fox, owl]",
    },
    where=("p[y] < max(p)",),
    prompt=(
        "The true class is **{{ names[y] }}**.\n\n"
        "{{ table(class: names, probability: p | 2dp) }}\n\nWhat is the loss?"
    ),
)

DYADIC = question(
    "dyadic",
    Task(kind="number", answer="-sum(xlogy(p, p))/log(2)", tol="0.05%"),
    given={"p": "dyadic(4)"},
    prompt="Entropy of {{ p }} in bits?",
)

EIGEN = question(
    "eigen",
    Task(
        kind="vector",
        answer="Q @ [1, 0]",
        tol="0.0001",
        up_to="direction",
        mistakes=mistakes(second="Q @ [0, 1]", swapped="[answer[1], answer[0]]"),
    ),
    given={
        "l": "[[9, 4], [7, 2], [5, -1]]",
        "A": "symmetric(2) eigs [l[0], l[1]]",
        "Q": "orthogonal(2)",
        "order": "permutation of [first, second]",
    },
    prompt="$A = {{ A }}$, $\\lambda = {{ l }}$, {{ order }}, {{ order[0] }} first.",
)

BACKPROP = Question(
    id="backprop",
    kind="parts",
    title="backprop",
    bodies={
        "": Body(
            given={
                "x": "vector(2) of -3 .. 3",
                "W": "matrix(2, 2) of -2 .. 2",
                "v": "vector(2) of -2 .. 2",
                "t": "-3 .. 3",
            },
            where=("all(W @ x != 0)",),
            prompt="$x = {{ x }}$, $W = {{ W }}$, $v = {{ v }}$, $t = {{ t }}$.",
            tasks=(
                Task(
                    id="h",
                    kind="vector",
                    ask="Compute $h$.",
                    answer="relu(W @ x)",
                    mistakes=mistakes(forgot="W @ x"),
                ),
                Task(id="yhat", kind="number", ask=r"Compute $\hat y$.", answer="v @ h"),
                Task(
                    id="dW",
                    kind="matrix",
                    ask="The residual is ${{ yhat }} - {{ t }}$.",
                    answer="outer((yhat - t) * v * (h > 0), x)",
                    tol="exact",
                    mistakes=mistakes(transposed="transpose(answer)", mask="outer((yhat - t)*v, x)"),
                ),
            ),
        )
    },
)

SIDES = question(
    "sides",
    Task(
        kind="choice",
        options=(
            Option(id="above", text="{{ p }} is above a half", correct="p > 1/2", mistake="swap"),
            Option(id="below", text="{{ p }} is below a half", correct="p < 1/2", say="Not at {{ p }}."),
            Option(id="equal", text="they are equal"),
            Option(id="none", text="none of these", pin="last"),
        ),
    ),
    given={"p": "0.1 .. 0.9 by 0.1"},
    prompt="What is true of {{ p }}?",
)

FACTS = question(
    "facts",
    Task(
        kind="select",
        options=tuple(
            Option(id=f"{side}{place}", text=f"{side} {place}", correct=side)
            for side in ("true", "false")
            for place in range(5)
        ),
        choose_correct=2,
        choose_wrong=3,
    ),
    prompt="Tick what is true.",
)

WHY = question("why", Task(kind="text"), prompt="Why?")


def setting(kind: Kind, answer: str, given: dict[str, Specification], prompt: str) -> Body:
    return Body(given=given, prompt=prompt, tasks=(Task(kind=kind, answer=answer),))


LOSSES = Question(
    id="losses",
    kind="number",
    title="losses",
    bodies={
        "classes": setting("number", "-log(p[0])", {"p": "simplex(3) by 0.1"}, "{{ setting }}: {{ p }}"),
        "rain": setting("number", "-log(p)", {"p": "0.1 .. 0.9 by 0.1"}, "{{ setting }}: {{ p }}"),
        "pair": setting(
            "number",
            "abs(log(a/b))",
            {"a": "0.1 .. 0.9 by 0.1", "b": "0.1 .. 0.9 by 0.1"},
            "{{ a }} against {{ b }}",
        ),
    },
)

BANK = (NLL, GRADIENT, JACOBIAN, GELU, CLASSES, DYADIC, EIGEN, BACKPROP, SIDES, FACTS, WHY, LOSSES)
