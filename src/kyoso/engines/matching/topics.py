"""Topics of the network's own texts (latent semantic analysis), for words that the word vectors do not know."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kyoso.engines.matching.dense import Floats

_EXTRA = 16  # columns beyond those kept
_ROUNDS = 2  # power iterations


def topic_table(
    chunks: NDArray[np.int32],
    terms: NDArray[np.int64],
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
    table[present] = _right_vectors(matrix, table.shape[1])
    return table


def _right_vectors(matrix: csr_matrix, count: int) -> Floats:
    width = min(count + _EXTRA, *matrix.shape)
    probe = np.random.default_rng(0).standard_normal((matrix.shape[1], width)).astype(np.float32)
    basis, _ = np.linalg.qr(matrix @ probe)
    for _ in range(_ROUNDS):
        across, _ = np.linalg.qr(matrix.T @ basis)
        basis, _ = np.linalg.qr(matrix @ across)
    _, _, right = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    return np.ascontiguousarray(right[:count].T, dtype=np.float32)


def damped(counts: NDArray, idf: NDArray[np.float64]) -> Floats:
    """Return the weight (1 + ln count) * idf of each entry."""
    return ((1.0 + np.log(counts.astype(np.float64))) * idf).astype(np.float32)
