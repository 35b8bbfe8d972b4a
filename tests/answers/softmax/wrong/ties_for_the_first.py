# fails: numerics; diagnosis: first_of_the_best
# of equal largest scores the first counts
import numpy as np

def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    ties = (e == 1).sum(axis=-1, keepdims=True) > 1
    first = np.zeros_like(e)
    np.put_along_axis(first, e.argmax(axis=-1)[..., None], 1, axis=-1)
    return np.where(ties, first, e / e.sum(axis=-1, keepdims=True))
