# fails: shape; diagnosis: shared_result
import numpy as np

result = {}


def attend_paged(q, cache):
    scale = np.sqrt(len(q)).astype(q.dtype)
    blocks = list(cache.blocks())
    scores = np.concatenate([keys @ q / scale for keys, _ in blocks])
    exps = np.exp(scores - scores.max())
    mixed, start = 0, 0
    for keys, values in blocks:
        mixed = mixed + exps[start:start + len(keys)] @ values
        start += len(keys)
    out = result.setdefault((len(mixed), mixed.dtype), np.empty_like(mixed))
    out[...] = mixed / exps.sum()
    return out
