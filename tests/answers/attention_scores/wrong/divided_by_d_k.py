# fails: equals; diagnosis: scale_by_width
import numpy as np


def attention_scores(Q, K):
    return np.einsum("id,jd->ij", Q, K) / Q.shape[1]
