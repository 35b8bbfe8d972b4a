"""Black boxes for `find_leaks`: attention functions whose leaks are known.

Every leak shows when a later token's numbers change by 2e3 to 1e6 in one of Q, K and V and not in the others:
all of a row's numbers or, one after the other, each alone; up and, after that, down. What else would show it
differs from box to box: some leak only when a number falls, or through one array, or one column, or by one
part in 1e13. Rows that don't leak stay bit-equal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

WHICH = (
    "Which of Q, K and V does your test change? And which of a row's numbers does it compare: "
    "must all of them move?"
)

HIDDEN_BELOW = 1.1e3
"""The boxes that hide a leak hide it until a number of the later token is larger than this."""


@dataclass(frozen=True)
class Box:
    """attention(Q, K, V), each (n, d), -> (n, d); leaks: the set of (i, j) it leaks; texts for messages.

    mistake: id of what a test does wrong that misses this box and none of those without a mistake of their
             own
    """

    attention: Callable
    leaks: frozenset
    description: str
    hint: str = ""
    mistake: str = ""


def boxes(n, d):
    """The boxes for sequences of n tokens of width d, a list."""
    return [replace(box, attention=_expecting((n, d), box.attention)) for box in _boxes(n)]


def _expecting(shape, attention):
    """The attention, for arrays (or lists) of this shape and no other."""

    def box(Q, K, V):
        for name, given in (("Q", Q), ("K", K), ("V", V)):
            if np.shape(given) != shape:
                raise ValueError(
                    f"attention(Q, K, V) needs three arrays of shape (n, d) = {shape}; "
                    f"{name} is {np.shape(given)}."
                )
        with np.errstate(all="ignore"):  # overflow and NaN are theirs to find, whatever np.seterr says
            return attention(*(np.array(a, dtype=float) for a in (Q, K, V)))

    return box


def _boxes(n):
    future = frozenset((i, j) for i in range(n) for j in range(i + 1, n))
    next_token = frozenset((i, i + 1) for i in range(n - 1))
    one = frozenset({(0, n - 1)}) if n > 1 else frozenset()
    return [
        Box(_rows(lambda i: i + 1), frozenset(), "an attention without leaks"),
        Box(
            _masked,
            frozenset(),
            "an attention that gives later tokens weight 0",
            "0 times a finite number is 0; what is 0 times NaN?",
        ),
        Box(
            _rows(lambda i: n),
            future,
            "an attention without a mask",
            "Change token j and compare row i before and after.",
        ),
        Box(
            _rows(lambda i: min(i + 2, n)),
            next_token,
            "an attention whose row i sees one token too many",
            "Change one token at a time.",
        ),
        Box(
            _rows(lambda i: n if i == 0 else i + 1),
            frozenset((0, j) for j in range(1, n)),
            "an attention that leaks in row 0 only",
            "Does your test look at every row?",
        ),
        Box(_adds(2, one), one, "an attention that leaks through V only", WHICH),
        Box(_adds(1, one), one, "an attention that leaks through K only", WHICH),
        Box(_adds(0, one), one, "an attention that leaks through Q only", WHICH),
        Box(
            _weak_fill,
            future,
            "an attention that hides the future behind a finite number",
            "A small change stays hidden there. How large may a perturbation be?",
        ),
        Box(
            _overflows(one),
            one,
            "an attention that leaks by overflowing",
            "Row i becomes NaN, for large numbers only. What does NaN > 1e-9 give, and NaN == NaN?",
        ),
        Box(
            _once(one, lambda q, k, v: not k.min() >= -HIDDEN_BELOW),
            one,
            "an attention that leaks only when a number of K falls",
            "A number can rise, and it can fall. Which of the two does your test try?",
            "changes_upwards_only",
        ),
        Box(
            _once(one, lambda q, k, v: not v.max() <= HIDDEN_BELOW),
            one,
            "an attention that leaks only when a number of V rises",
            "A number can rise, and it can fall. Which of the two does your test try?",
            "changes_downwards_only",
        ),
        Box(
            _once(one, lambda q, k, v: sum(map(_is_large, (q, k, v))) == 1),
            one,
            "an attention that leaks when one of Q, K and V changes and the other two don't",
            "What do changes in all three at once hide that a change in one of them shows?",
            "changes_all_arrays_at_once",
        ),
        *(
            Box(
                _once(one, shows),
                one,
                f"an attention that leaks through {column} only",
                "Which of a token's numbers does your test change: some of them, or each?",
                "changes_some_columns_only",
            )
            for column, shows in (
                ("the last column of Q", lambda q, k, v: _is_large(q[-1:])),
                ("the first column of K", lambda q, k, v: _is_large(k[:1])),
                ("the middle column of V", lambda q, k, v: _is_large(v[len(v) // 2 :][:1])),
            )
        ),
        Box(
            _once(one, lambda q, k, v: _is_large(v), lambda row: row * (1 + 1e-13)),
            one,
            "an attention whose row 0 moves by one part in 10 000 000 000 000",
            "A row that may not see the future keeps every bit. How far apart may two numbers be for your "
            "comparison to call them the same?",
            "tolerance_hides_leaks",
        ),
        Box(
            _once(one, lambda q, k, v: _is_large(k), lambda row: row[[1, 0, *range(2, len(row))]]),
            one,
            "an attention that leaks by making two numbers of a row change places",
            "Does your test compare each number of a row with the one that stood there before, or something "
            "made of all of them, such as their sum?",
            "compares_sums",
        ),
    ]


def _attend(q, K, V):
    scores = K @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()


def _rows(sees):
    """Attention whose row i sees tokens 0 … sees(i) - 1."""

    def attention(Q, K, V):
        return np.array([_attend(Q[i], K[: sees(i)], V[: sees(i)]) for i in range(len(Q))])

    return attention


def _masked(Q, K, V):
    """Causal attention by matrix products: later tokens take part, with weight 0."""
    return _mix(np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf), V)


def _mix(scores, V):
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)


def _adds(which, leaks):
    """Causal attention, whose row i depends on Q (0), K (1) or V (2) of token j for (i, j) in leaks, in one
    number only.

    To that number comes a mix of all of the token's, weighted so that changes of one size can't cancel out.
    """
    causal = _rows(lambda i: i + 1)

    def attention(Q, K, V):
        output, d = causal(Q, K, V), len(Q[0])
        for i, j in leaks:
            output[i, which % d] += 1e-3 * ((Q, K, V)[which][j] @ 2.0 ** -np.arange(d))
        return output

    return attention


def _weak_fill(Q, K, V):
    """A later token's score is the largest of its key's numbers less HIDDEN_BELOW, whatever the query.

    The other scores stop at 1e3, so that large queries can't hide the leak again.
    """
    later = np.broadcast_to(np.abs(K).max(axis=1) - HIDDEN_BELOW, (len(Q), len(Q)))
    return _mix(
        np.where(np.tri(len(Q), dtype=bool), np.minimum(Q @ K.T / np.sqrt(Q.shape[1]), 1e3), later), V
    )


def _overflows(leaks):
    """Causal attention whose row i becomes NaN once a number of token j is beyond HIDDEN_BELOW."""
    causal = _rows(lambda i: i + 1)

    def attention(Q, K, V):
        output = causal(Q, K, V)
        for i, j in leaks:
            if not max(np.abs(a[j]).max() for a in (Q, K, V)) <= HIDDEN_BELOW:
                output[i] = np.nan
        return output

    return attention


def _once(leaks, shows, moved=lambda row: row + np.eye(len(row))[-1]):
    """Causal attention in which moved(row i) takes the place of row i once shows(Q[j], K[j], V[j])."""
    causal = _rows(lambda i: i + 1)

    def attention(Q, K, V):
        output = causal(Q, K, V)
        for i, j in leaks:
            if shows(Q[j], K[j], V[j]):
                output[i] = moved(output[i])
        return output

    return attention


def _is_large(numbers):
    """Whether one of them is beyond HIDDEN_BELOW, or NaN."""
    return not np.abs(numbers).max() <= HIDDEN_BELOW
