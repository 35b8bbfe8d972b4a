"""The oracle: every quantity of lessons 01 and 02 by loops over plain float64 numbers.

Slow, and so simple that it is right at a glance. Checks compare answers with these results.
Attention as in Vaswani et al. (2017), "Attention Is All You Need", eq. 1, with the causal mask of §3.2.3.
"""

import math

import numpy as np


def attention_scores(Q, K):
    """Q (n, d_k), K (m, d_k) -> (n, m) float64: dot products of rows, over the root of d_k."""
    n, d_k = Q.shape
    scores = np.zeros((n, len(K)))
    for i in range(n):
        for j in range(len(K)):
            scores[i, j] = sum(float(Q[i, c]) * float(K[j, c]) for c in range(d_k)) / math.sqrt(d_k)
    return scores


def softmax(scores):
    """scores (..., m) -> (..., m) float64: exp of each number over the row's sum of exps; -inf gives 0."""
    weights = np.zeros(scores.shape)
    for row in np.ndindex(scores.shape[:-1]):
        largest = max(float(s) for s in scores[row])
        exps = [math.exp(float(s) - largest) for s in scores[row]]
        weights[row] = [e / sum(exps) for e in exps]
    return weights


def attend(q, K, V):
    """One query q (d_k,) over keys K (n, d_k) and values V (n, d_v) -> (d_v,) float64."""
    weights = softmax(attention_scores(q[None], K))[0]
    return np.array([sum(weights[j] * float(V[j, c]) for j in range(len(V))) for c in range(V.shape[1])])


def causal_attention(Q, K, V):
    """Q, K (n, d_k), V (n, d_v) -> (n, d_v) float64: row i attends to tokens 0 … i."""
    return np.array([attend(Q[i], K[: i + 1], V[: i + 1]) for i in range(len(Q))])


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    """X (n, d_model), weights (d_model, d_model) -> (n, d_model) float64: causal, head h on its own
    columns."""
    X, W_q, W_k, W_v, W_o = (np.asarray(a, dtype=np.float64) for a in (X, W_q, W_k, W_v, W_o))
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    d_head = X.shape[1] // n_heads
    heads = []
    for h in range(n_heads):
        columns = slice(h * d_head, (h + 1) * d_head)
        heads.append(causal_attention(Q[:, columns], K[:, columns], V[:, columns]))
    return np.hstack(heads) @ W_o


def chunk_attention(Q, K, V):
    """Q (t, d_k) are the last t tokens of K (n, d_k), V (n, d_v) -> (t, d_v) float64.

    Row i of the chunk is token n - t + i and attends to everything up to itself.
    """
    before = len(K) - len(Q)
    return np.array([attend(Q[i], K[: before + i + 1], V[: before + i + 1]) for i in range(len(Q))])
