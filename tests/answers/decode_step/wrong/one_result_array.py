# fails: inputs; diagnosis: shared_result
import numpy as np

OUTPUTS = {}


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    output = OUTPUTS.setdefault((v.shape, v.dtype), np.empty_like(v))
    output[:] = weights @ cache.values / weights.sum()
    return output
