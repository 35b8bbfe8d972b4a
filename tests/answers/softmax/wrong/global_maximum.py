# fails: numerics; diagnosis: global_maximum
import numpy as np


def softmax(scores):
    exps = np.exp(scores - np.max(scores))
    return exps / exps.sum(-1)[..., None]
