# all but the last row by recursion
import numpy as np


def causal_attention(Q, K, V):
    scores = K @ Q[-1] / np.sqrt(Q.shape[1])
    exps = np.exp(scores - scores.max())
    last = (exps / exps.sum() @ V)[None].astype(V.dtype)
    return last if len(Q) == 1 else np.concatenate([causal_attention(Q[:-1], K[:-1], V[:-1]), last])
