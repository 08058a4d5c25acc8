"""Which rows of an embedding table does a batch move, and by how much?"""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.embedding_gradients import onehot_rows, touched_rows
from quizkit.reference.embeddings import embedding_grad, embedding_lookup
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Prose, Question, Step, array, columns

WORDS, WIDTH, POSITIONS = 6, 3, 5
RATE = 0.5


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """A small table, and positions of which two hold the same token."""
    ids = chosen.get("ids")
    if ids is None:
        count = len(chosen["G"]) if "G" in chosen else POSITIONS
        ids = chance.first(
            lambda one: np.array([one.whole("ids", 0, WORDS - 1, place) for place in range(count)]),
            lambda found: count == 1 or max(np.bincount(found)) == 2,
        )
    G = chosen.get("G", chance.array("G", (len(ids), WIDTH), "-1", "1", "0.1"))
    if len(G) != len(ids):
        raise OutsideDomain(f"G has one row for each of the {len(ids)} ids; found {len(G)}")
    E = chance.array("E", (WORDS, WIDTH), "-1", "1", "0.1")
    return {"E": chosen.get("E", E), "ids": ids.astype(int), "G": G}


def body(given: Numbers) -> Body:
    """The steps."""
    E, ids, G = given["E"], given["ids"].astype(int), given["G"]
    onehot = np.asarray(onehot_rows(ids, WORDS))
    dE = np.asarray(embedding_grad(ids, G, WORDS))
    counts = np.bincount(ids, minlength=WORDS)
    overwritten = np.zeros_like(dE)
    overwritten[ids] += G
    lost = np.abs(dE - overwritten).max(axis=1)
    places = [
        ", ".join(f"t = {place}" for place in np.flatnonzero(ids == word)) or "nowhere"
        for word in range(WORDS)
    ]
    moved = E - RATE * dE
    touched = touched_rows(ids, WORDS)
    steps = (
        Step(
            "A table and the tokens of a text",
            (
                array("E", E),
                array("ids", ids),
                Prose(
                    f"{WORDS} tokens in the vocabulary, vectors of width {WIDTH}, {len(ids)} positions. Real "
                    "tables have a hundred thousand rows of several thousand numbers."
                ),
            ),
        ),
        Step(
            "Forwards: look the rows up",
            (
                Prose("$$x_t = E[\\mathrm{id}_t]$$"),
                array("x = E[ids]", np.asarray(embedding_lookup(E, ids))),
            ),
        ),
        Step(
            "The same as a product with one-hot rows",
            (
                Prose("$$x = O\\,E, \\qquad O_{t r} = [r = \\mathrm{id}_t]$$"),
                array("O", onehot.astype(int)),
                array("largest gap to step 2", float(np.abs(onehot @ E - E[ids]).max()), error=True),
                Prose("Nobody computes it so; but the gradient is now that of a linear layer."),
            ),
        ),
        Step(
            "What comes back from the network",
            (
                Prose("$$G_t = \\frac{\\partial L}{\\partial x_t}$$"),
                array("G", G),
            ),
        ),
        Step(
            "Backwards: add every row of G where its token stands",
            (
                Prose(
                    "$$\\frac{\\partial L}{\\partial E_r} = \\sum_{t:\\,\\mathrm{id}_t = r} G_t, \\qquad "
                    "\\frac{\\partial L}{\\partial E} = O^\\top G$$"
                ),
                columns(
                    "row of E",
                    [f"{word}  {where}" for word, where in enumerate(places)],
                    *(array(f"dE[:, {place}]", dE[:, place]) for place in range(WIDTH)),
                ),
                array("dE", dE),
                array("largest gap to O^T G", float(np.abs(onehot.T @ G - dE).max()), error=True),
                Prose(
                    f"{touched} of {WORDS} rows get a gradient; the others get exactly 0. A token that "
                    f"stands "
                    "at several positions gets the sum."
                ),
            ),
        ),
        Step(
            "The slip: assigning where one must add",
            (
                Prose(
                    "In NumPy `dE[ids] += G` keeps only the last row of a token that is repeated; "
                    "`np.add.at(dE, ids, G)` adds them all."
                ),
                columns(
                    "row of E",
                    [str(word) for word in range(WORDS)],
                    array("times in the text", counts),
                    array("largest error of the slip", np.round(lost, 10)),
                ),
            ),
        ),
        Step(
            "One step of plain descent",
            (
                Prose(
                    f"$$E \\leftarrow E - \\eta\\,\\frac{{\\partial L}}{{\\partial E}}, \\qquad \\eta = "
                    f"{RATE:g}$$"
                ),
                array("E after", moved),
                array("change", moved - E),
                Prose(
                    "Only rows that were read move. With Adam a row moves on for a while through its "
                    "momentum, "
                    "and weight decay shrinks every row, read or not."
                ),
            ),
        ),
    )
    result = (
        f"$\\partial L/\\partial E$ has the shape of $E$, ({WORDS}, {WIDTH}), and {touched} of its rows are "
        "not left at 0: those of the tokens in the text, each the sum over its positions."
    )
    outputs = (array("lookup", E[ids]), array("dE", dE))
    return Body(steps=steps, result=result, outputs=outputs)


SUBJECT = Subject(
    title="Embedding gradients: look-up forwards, scatter-add backwards",
    why="How do gradients reach an embedding table? The question separates those who have only called "
    "`nn.Embedding` from those who see a linear layer with one-hot inputs, and know what repeated and rare "
    "tokens get.",
    conventions=(
        "A row of $E$ is a token, counted from 0; a row of $G$ is a position of the text.",
        "Gradients of repeated tokens are summed, not averaged.",
    ),
    givens=(
        Given(name="E", about="the table", rank=2, low=-10, high=10, rows=(WORDS, WORDS),
              entries=(WIDTH, WIDTH)),
        Given(name="ids", about="the tokens of the text", rank=1, low=0, high=WORDS - 1, whole=True,
              entries=(1, 8)),
        Given(name="G", about="gradients at the positions", rank=2, low=-10, high=10, rows=(1, 8),
              entries=(WIDTH, WIDTH)),
    ),
    drawn=drawn,
    body=body,
    tips=(
        ("Say it in one sentence: a look-up is a product with a one-hot matrix, so its gradient is the "
        "transposed matrix times what comes back, which is a scatter-add."),
        "Token ids are whole numbers and have no gradient; the rows that they choose do.",
        ("With tied weights the table is also the output layer, and then every row gets a gradient from the "
        "softmax."),
    ),
    questions=(
        Question("q26-scatter-add", "the gradient of a small table"),
        Question("q26-formula", "the gradient as a matrix product"),
        Question("q26-zero-rows", "how many rows get a gradient?"),
    ),
)  # fmt: skip
