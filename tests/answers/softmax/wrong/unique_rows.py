# fails: numerics; diagnosis: equal_scores_once
# equal scores summed once
import numpy as np

def softmax(scores):
    flat = scores.reshape(-1, scores.shape[-1])
    out = np.empty_like(flat)
    for r, row in enumerate(flat):
        m = row.max()
        out[r] = np.exp(row - m) / sum(np.exp(s - m) for s in set(row.tolist()))
    return out.reshape(scores.shape)
