# fails: shape; diagnosis: shapes_do_not_fit
import numpy as np
from decodelab import reference


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    width = X.shape[1] // n_heads
    heads = []
    for h in range(n_heads):
        columns = slice(h * width, (h + 1) * width)
        heads.append(reference.causal_attention((X @ W_q)[:, columns], (X @ W_k)[:, columns], (X @ W_v)[:, columns]))
    return np.vstack(heads) @ W_o
