"""The mathematics of the field in plain NumPy: what the keys of the banks are checked against.

A bank calls these functions by name in ``ref:``, as witnesses of its keys. So they share nothing
with the functions of the formula language, on purpose: the two would have to be wrong in the same
way for a wrong key to pass. The invariant: float64 throughout, arguments are never changed,
results are in nats unless the name says bits, and an argument of a wrong shape or range is refused
with a ``ValueError`` that names it.

``reference_function(name)`` and ``REFERENCE`` find a function by its name; the modules are imported
at the first look-up, so that this package can be imported without NumPy. Python code calls a module,
``from quizkit.reference import losses``:

    probabilities       logits to probabilities and back
    information         entropy, cross-entropy, units, perplexity
    divergences         KL and its relations, Bernoulli and Gaussian forms
    divergence_forms    KL of joint laws, standard Gaussians, logits, smoothed laws
    policies            KL-penalised rewards, DPO, estimates of KL from samples
    losses              cross-entropy from logits, its gradient and curvature
    soft_targets        label smoothing
    masked_losses       which losses of a batch are scored and averaged, shapes of a batch of texts
    rival_losses        squared error, binary cross-entropy, hinge, focal
    activations         piecewise linear activations
    smooth_activations  sigmoid and tanh slopes, ELU, GELU, SiLU, the normal law
    gated_activations   gated layers and activations
    embeddings          look-up tables, unembeddings and their gradients
    jacobians           Jacobians, products with vectors, normalisation layers
    linear_algebra      eigenpairs and norms
    components          covariance and principal components
    principal_components  scores, reconstructions and their error, data with known variances
    spectra             scaling, whitening, rank, low-rank storage and error, spread of a spectrum
    networks            the linear layer and the two-layer network, forwards and backwards
    optimisers          gradient descent, momentum, Adam, rates, least squares, clipping
    depth               chains of layers, residual blocks, checkpointing, finite differences
    backpropagation     shared weights, layers fed with batches, squared error, what a gradient costs
    attention           one query of attention, forwards and backwards
    gradient_flow       slopes along a path, units that ReLU turns off, He's initialisation
    calibration         temperature, distillation, contrast, calibration, slips that add up
    large_vocabularies  output layers over many words, trees and clusters of words
    sensitivity         costs of Jacobians, Jacobians of attention, least squares and norms
    embedding_gradients  embedding tables from the loss to their rows, and what the gradient weighs
    embedding_updates   how rows of a table are touched, summed, decayed; half precision, loss scales
"""

from quizkit.reference.registry import (
    REFERENCE,
    BadArgument,
    ReferenceFunction,
    UnknownReference,
    reference_function,
)

DIMENSIONS = {
    "n": "rows: examples, samples, or the inputs of a layer",
    "m": "outputs of a function, or rows of a general matrix",
    "v": "classes, or the vocabulary",
    "d": "features, or the width of an embedding",
    "h": "hidden units",
    "k": "terms of a list",
    "_": "any size, unlike any other",
    "rows": "any leading axes, treated row by row",
    "shape": "any shape, treated entry by entry",
}
"""Every word that a shape in a signature may use."""

__all__ = [
    "DIMENSIONS",
    "REFERENCE",
    "BadArgument",
    "ReferenceFunction",
    "UnknownReference",
    "reference_function",
]
