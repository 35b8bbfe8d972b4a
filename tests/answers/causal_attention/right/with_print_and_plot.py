# prints, a progress line, an unused import and a global
import sys

import numpy as np

CALLS = 0


def causal_attention(Q, K, V):
    global CALLS
    CALLS += 1
    out = np.zeros_like(V)
    for i in range(len(Q)):
        print(f"row {i}", end="\r", file=sys.stderr)
        s = (K[: i + 1] @ Q[i]) / np.sqrt(K.shape[1])
        w = np.exp(s - s.max())
        w /= w.sum()
        print(w.round(2))
        out[i] = (w[:, None] * V[: i + 1]).sum(0)
    return out
