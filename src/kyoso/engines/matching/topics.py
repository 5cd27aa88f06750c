"""Topics of the network's own texts (latent semantic analysis), for words that the word vectors do not know."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kyoso.engines.matching.dense import Floats

_EXTRA = 16  # columns beyond those kept
_ROUNDS = 2  # power iterations
_FAINT = 1e-9  # directions weaker than this share of the strongest are dropped


def topic_table(
    chunks: NDArray[np.integer],
    terms: NDArray[np.integer],
    weights: Floats,
    shape: tuple[int, int],
    dimensions: int,
) -> Floats:
    """Return a vector for each term, float32 (terms, at most ``dimensions``), from the chunks given and no others.

    Args:
        chunks, terms, weights: entries (n,) of the chunk by term matrix, rows of any length.
        shape: number of chunks, number of terms.
        dimensions: topics kept; fewer when there are not as many chunks or terms.

    Source: Deerwester et al., "Indexing by Latent Semantic Analysis", 1990; the decomposition after Halko, Martinsson
    and Tropp, "Finding Structure with Randomness", SIAM Review 53(2), 2011, with a fixed seed.
    """
    present, columns = np.unique(terms, return_inverse=True)
    used, rows = np.unique(chunks, return_inverse=True)
    matrix = csr_matrix((weights, (rows, columns)), shape=(len(used), len(present)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = csr_matrix((matrix.data / np.repeat(lengths, np.diff(matrix.indptr)), matrix.indices, matrix.indptr))
    table = np.zeros((shape[1], max(1, min(dimensions, *matrix.shape))), dtype=np.float32)
    found = _right_vectors(matrix, table.shape[1])
    table[present, : found.shape[1]] = found
    return table


def _right_vectors(matrix: csr_matrix, count: int) -> Floats:
    width = min(count + _EXTRA, *matrix.shape)
    probe = np.random.default_rng(0).standard_normal((matrix.shape[1], width)).astype(np.float32)
    basis = _orthonormal(matrix @ probe)
    for _ in range(_ROUNDS):
        basis = _orthonormal(matrix @ _orthonormal(matrix.T @ basis))
    return np.ascontiguousarray(_orthonormal(matrix.T @ basis)[:, :count])


def _orthonormal(columns: Floats) -> Floats:
    """Return an orthonormal basis of the columns, the strongest direction first, by way of their small Gram matrix."""
    values, axes = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    values, axes = values[::-1], axes[:, ::-1]
    kept = values > values[0] * _FAINT
    return columns @ (axes[:, kept] / np.sqrt(values[kept])).astype(np.float32)


def damped(counts: NDArray, idf: NDArray[np.float64]) -> Floats:
    """Return the weight (1 + ln count) * idf of each entry."""
    return ((1.0 + np.log(counts.astype(np.float64))) * idf).astype(np.float32)
