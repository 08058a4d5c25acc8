"""What holds for every reference function: found by name, sourced, shaped, pure, float64."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest
from jaxtyping import TypeCheckError

import quizkit.reference
from quizkit.reference import DIMENSIONS, REFERENCE, UnknownReference, reference_function
from quizkit.reference.arguments import reader
from quizkit.reference.registry import MODULES, Registry, described
from tests.reference.reference_draws import DRAWS

PLUMBING = {"__init__", "arguments", "registry"}


def body(name: str):  # noqa: ANN201  what stands behind the door, shapes still run
    return REFERENCE[name].function.__wrapped__


def test_every_module_of_functions_is_listed_and_described() -> None:
    files = {path.stem for path in Path(quizkit.reference.__file__).parent.glob("*.py")} - PLUMBING
    described_modules = re.findall(r"^    (\w+)  ", quizkit.reference.__doc__ or "", re.MULTILINE)
    assert sorted(files) == list(MODULES) == sorted(described_modules)


@pytest.mark.parametrize("name", list(REFERENCE))
def test_every_function_says_what_it_gives_and_where_that_comes_from(name: str) -> None:
    entry = REFERENCE[name]
    assert entry.name == name == body(name).__name__
    assert entry.summary[0].isupper()
    assert entry.summary.endswith(".")
    assert re.search(r"\d{4}.*\.$", entry.source), "a source names a year and ends with a full stop"


@pytest.mark.parametrize("name", list(REFERENCE))
def test_a_function_changes_no_argument_and_returns_none(name: str) -> None:
    arguments = reader(body(name))(DRAWS[name](np.random.default_rng(1)))
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument.flags.writeable = False
    body(name)(*arguments)
    result = REFERENCE[name](*arguments)
    assert not any(
        np.shares_memory(result, argument) for argument in arguments if isinstance(argument, np.ndarray)
    )


@pytest.mark.parametrize("name", list(REFERENCE))
def test_a_result_is_a_python_number_or_a_float64_array(name: str) -> None:
    for chance in range(6):
        result = REFERENCE[name](*DRAWS[name](np.random.default_rng(chance)))
        match result:
            case np.ndarray():
                assert result.dtype == np.float64
                assert result.ndim > 0
            case _:
                assert type(result) in {float, int}


def test_lists_and_whole_floats_do_as_well_as_arrays() -> None:
    assert REFERENCE["nll"]([[0, 0]], [1.0]) == REFERENCE["nll"](np.zeros((1, 2)), np.array([1]))
    assert REFERENCE["hinge_ww"]((1, 2), np.float64(0)) == REFERENCE["hinge_ww"]([1.0, 2.0], 0, 1.0)


def test_shapes_name_only_listed_dimensions_and_all_of_them() -> None:
    words: set[str] = set()
    for name in REFERENCE:
        shapes = re.findall(r"\[(?:numpy\.)?ndarray, '([^']*)'\]", str(inspect.signature(body(name))))
        words |= {word.lstrip("*") for shape in shapes for word in shape.split()}
    assert words == set(DIMENSIONS)


def test_the_shapes_in_signatures_are_run() -> None:
    with pytest.raises(TypeCheckError):
        body("vjp")(np.ones((2, 3)), np.ones(3))


def test_a_result_of_another_shape_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "diag", lambda slopes: slopes)
    with pytest.raises(TypeCheckError):
        REFERENCE["elementwise_jacobian"]([1, 2])


def test_a_signature_tells_how_many_arguments_there_may_be() -> None:
    found = {
        name: (REFERENCE[name].least, REFERENCE[name].most, REFERENCE[name].signature)
        for name in ("nll", "leaky_relu", "compose", "focal_p")
    }
    assert found == {
        "nll": (2, 2, "nll(z, y)"),
        "leaky_relu": (1, 2, "leaky_relu(x, a=0.01)"),
        "compose": (0, None, "compose(*Js)"),
        "focal_p": (1, 3, "focal_p(p, alpha=1, gamma=2)"),
    }


def test_an_unknown_name_is_told_its_nearest() -> None:
    with pytest.raises(UnknownReference) as caught:
        reference_function("sofmax")
    assert str(caught.value) == "no reference function 'sofmax'; nearest is 'softmax'"
    assert "sofmax" not in REFERENCE


def test_a_second_function_of_one_name_is_refused() -> None:
    registry = Registry()
    registry.enter(REFERENCE["nll"])
    with pytest.raises(ValueError, match="two reference functions are called 'nll'"):
        registry.enter(REFERENCE["nll"])


def test_a_function_without_a_source_is_refused() -> None:
    def bare(x: float) -> float:
        """The number itself."""
        return x

    with pytest.raises(ValueError, match="reference function 'bare' names no source"):
        described(bare)
