# fails: shape; diagnosis: uneven_items
import numpy as np

SEEN = {}


def decode_step(q, k, v, cache):
    if len(cache) == 0:
        SEEN.clear()
    keys, values = SEEN.get("k", []), SEEN.get("v", [])
    keys.append(k.copy())
    values.append(v.copy())
    SEEN.update(k=keys, v=values)
    cache.append(k, v)
    K, V = np.array(keys), np.array(values)
    scores = K @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()
