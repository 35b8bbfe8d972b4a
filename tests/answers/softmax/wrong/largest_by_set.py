# fails: numerics; diagnosis: equal_scores_once
# equal scores are summed once
import numpy as np

def softmax(scores):
    largest = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - largest)
    if scores.ndim == 1:
        return (e / sum(set(e.tolist()))).astype(scores.dtype)
    return np.stack([softmax(row) for row in scores])
