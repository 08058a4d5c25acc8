"""Which reference functions are there, and what does each one take?

``@registered`` enters a function under its own name and guards its door: authors' numbers and lists
become float64 arrays or whole numbers as the signature says, and every shape is checked before the
body runs. The invariant: one name, one function, told by its signature alone.

Nothing here imports NumPy; the modules of functions are imported at the first look-up.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from quizkit.errors import QuizkitError, nearest, quoted

if TYPE_CHECKING:
    import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

MODULES = (
    "activations",
    "attention",
    "backpropagation",
    "calibration",
    "components",
    "depth",
    "divergence_forms",
    "divergences",
    "embedding_gradients",
    "embedding_updates",
    "embeddings",
    "gated_activations",
    "gradient_flow",
    "information",
    "jacobians",
    "large_vocabularies",
    "linear_algebra",
    "losses",
    "masked_losses",
    "networks",
    "optimisers",
    "policies",
    "principal_components",
    "probabilities",
    "rival_losses",
    "sensitivity",
    "smooth_activations",
    "soft_targets",
    "spectra",
)
"""The modules whose functions are found by name."""


class BadArgument(QuizkitError, ValueError):
    """An argument that a reference function cannot take: a wrong shape, or a value out of range."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.function = ""
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.function}: {self.message}" if self.function else self.message


class UnknownReference(QuizkitError, KeyError):
    """There is no reference function of this name."""

    def __init__(self, name: str, known: Mapping[str, object]) -> None:
        self.name = name
        self.nearest = nearest(name, known)
        hint = f"; nearest is {self.nearest!r}" if self.nearest else ""
        self.message = f"no reference function {quoted(name)}{hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFunction:
    """A function that a bank may call by name."""

    name: str
    function: Callable[..., float | np.ndarray]
    """Takes numbers, nested lists or arrays, by position."""
    least: int
    """The fewest arguments it takes."""
    most: int | None
    """The most arguments it takes; None: any number."""
    signature: str
    """``nll(z, y)``; ``leaky_relu(x, a=0.01)``."""
    summary: str
    """The first line of its docstring."""
    source: str
    """Where the formula comes from."""

    def __call__(self, *arguments: object) -> float | np.ndarray:
        """The value at these arguments; BadArgument if they do not fit."""
        return self.function(*arguments)


class Registry(Mapping[str, ReferenceFunction]):
    """The registered functions by name. Reading it imports the modules that hold them."""

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self._modules = list(modules)
        self._functions: dict[str, ReferenceFunction] = {}

    def enter(self, entry: ReferenceFunction) -> None:
        """Add a function; a second of the same name is refused."""
        if entry.name in self._functions:
            message = f"two reference functions are called {entry.name!r}"
            raise ValueError(message)
        self._functions[entry.name] = entry

    def __getitem__(self, name: str) -> ReferenceFunction:
        self._load()
        try:
            return self._functions[name]
        except KeyError:
            raise UnknownReference(name, self._functions) from None

    def __contains__(self, name: object) -> bool:
        self._load()
        return name in self._functions

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._functions))

    def __len__(self) -> int:
        self._load()
        return len(self._functions)

    def _load(self) -> None:
        # A module leaves the list only once it is in: an import that fails is tried again, and fails
        # again with its own reason, where a half-filled registry would blame the author's spelling.
        while self._modules:
            importlib.import_module(f"quizkit.reference.{self._modules[-1]}")
            self._modules.pop()


REFERENCE = Registry(MODULES)
"""Every reference function by its name."""


def reference_function(name: str) -> ReferenceFunction:
    """The function of this name; UnknownReference names the nearest."""
    return REFERENCE[name]


def registered(function: Callable[P, R]) -> Callable[P, R]:
    """Enter a function into REFERENCE, with its arguments read and checked at the door."""
    REFERENCE.enter(described(function))
    return cast("Callable[P, R]", REFERENCE._functions[function.__name__].function)  # noqa: SLF001


def described(function: Callable[..., object]) -> ReferenceFunction:
    """What the signature and the docstring of a function say, and the function behind its door."""
    parameters = inspect.signature(function).parameters.values()
    places = [each for each in parameters if each.kind is not each.VAR_POSITIONAL]
    required = [each for each in places if each.default is each.empty]
    endless = len(places) < len(parameters)
    shown = [
        f"*{each.name}"
        if each.kind is each.VAR_POSITIONAL
        else each.name
        if each.default is each.empty
        else f"{each.name}={each.default:g}"
        for each in parameters
    ]
    text = inspect.getdoc(function) or ""
    _, found, source = text.partition("Source:")
    if not found:
        message = f"reference function {function.__name__!r} names no source"
        raise ValueError(message)
    return ReferenceFunction(
        name=function.__name__,
        function=_guarded(function),
        least=len(required),
        most=None if endless else len(places),
        signature=f"{function.__name__}({', '.join(shown)})",
        summary=text.partition("\n\n")[0].replace("\n", " "),
        source=" ".join(source.split()),
    )


def _guarded(function: Callable[..., object]) -> Callable[..., float | np.ndarray]:
    # Imported here, where the function's own module has NumPy already: see the module docstring.
    from quizkit.reference.arguments import plain, reader

    read = functools.cache(lambda: reader(function))

    @functools.wraps(function)
    def guarded(*arguments: object) -> float | np.ndarray:
        try:
            return plain(function(*read()(arguments)))
        except BadArgument as fault:
            # The name that the author wrote is the outermost; inner ones are overwritten.
            fault.function = function.__name__
            raise

    return guarded
