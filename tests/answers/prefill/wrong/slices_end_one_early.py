# fails: equals; diagnosis: leaves_itself_out
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    output = np.zeros_like(V)
    for i in range(len(Q)):
        keys, values = cache.keys[:before + i], cache.values[:before + i]
        scores = keys @ Q[i] / float(np.sqrt(Q.shape[1]))
        weights = np.exp(scores - (scores.max() if len(scores) else 0))
        output[i] = weights @ values / weights.sum()
    return output
