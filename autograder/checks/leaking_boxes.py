"""Black boxes for `find_leaks`: attention functions whose leaks are known.

Every leak shows for a perturbation of 1e6 in either direction; rows that don't leak stay bit-equal.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np


@dataclass(frozen=True)
class Box:
    """attention(Q, K, V) of shapes (n, d) -> (n, d); leaks: the set of (i, j) it leaks; texts for messages."""

    attention: Callable
    leaks: frozenset
    description: str
    hint: str = ""


def boxes(n):
    """The boxes for sequences of n tokens, a list."""
    future = frozenset((i, j) for i in range(n) for j in range(i + 1, n))
    next_token = frozenset((i, i + 1) for i in range(n - 1))
    one = frozenset({(0, n - 1)}) if n > 1 else frozenset()
    return [
        Box(_rows(lambda i: i + 1), frozenset(), "an attention without leaks"),
        Box(_rows(lambda i: n), future, "an attention without a mask",
            "Change token j and compare row i before and after."),
        Box(_rows(lambda i: min(i + 2, n)), next_token, "an attention whose row i sees one token too many",
            "Change one token at a time."),
        Box(_rows(lambda i: n if i == 0 else i + 1), frozenset((0, j) for j in range(1, n)),
            "an attention that leaks in row 0 only", "Does your test look at every row?"),
        Box(_adds(2, one), one, "an attention that leaks through V only",
            "Which of Q, K and V does your test change?"),
        Box(_adds(1, one), one, "an attention that leaks through K only",
            "Which of Q, K and V does your test change?"),
        Box(_adds(0, one), one, "an attention that leaks through Q only",
            "Which of Q, K and V does your test change?"),
        Box(_weak_fill, future, "an attention that hides the future behind a finite number",
            "A small change stays hidden there. How large may a perturbation be?"),
        Box(_overflows(one), one, "an attention that leaks by overflowing",
            "Row i becomes NaN. What does NaN > 1e-9 give, and NaN == NaN?"),
    ]


def _attend(q, K, V):
    scores = K @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()


def _rows(sees):
    """Attention whose row i sees tokens 0 … sees(i) - 1."""
    def attention(Q, K, V):
        _expect_arrays(Q, K, V)
        return np.array([_attend(Q[i], K[:sees(i)], V[:sees(i)]) for i in range(len(Q))])
    return attention


def _adds(which, leaks):
    """Causal attention, plus a thousandth of Q (0), K (1) or V (2) of token j in row i for (i, j) in leaks."""
    causal = _rows(lambda i: i + 1)

    def attention(Q, K, V):
        output = causal(Q, K, V)
        for i, j in leaks:
            output[i] += 1e-3 * (Q, K, V)[which][j]
        return output
    return attention


def _weak_fill(Q, K, V):
    """Scores are squared, so that a large change in any direction overcomes the fill of -1e4."""
    _expect_arrays(Q, K, V)
    scores = (Q @ K.T) ** 2
    scores = np.where(np.tri(len(Q), dtype=bool), scores, np.minimum(scores, 1e12) - 1e4)
    rows = [np.exp(np.minimum(s, 1e13) - min(s.max(), 1e13)) for s in scores]
    return np.array([w @ V / w.sum() for w in rows])


def _overflows(leaks):
    """Causal attention whose row i becomes NaN once the numbers of token j are beyond 1e5."""
    causal = _rows(lambda i: i + 1)

    def attention(Q, K, V):
        output = causal(Q, K, V)
        for i, j in leaks:
            if max(np.abs(a[j]).max() for a in (Q, K, V)) > 1e5:
                output[i] = np.nan
        return output
    return attention


def _expect_arrays(Q, K, V):
    for name, given in (("Q", Q), ("K", K), ("V", V)):
        if np.ndim(given) != 2 or np.shape(given) != np.shape(Q):
            raise ValueError(f"attention(Q, K, V) needs three arrays of shape (n, d); {name} is {np.shape(given)}.")
