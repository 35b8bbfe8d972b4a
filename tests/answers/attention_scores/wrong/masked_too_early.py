# fails: equals; diagnosis: mask_included
# a mask nobody asked for
import numpy as np

def attention_scores(Q, K):
    s = Q @ K.T / Q.shape[1] ** 0.5
    return np.tril(s)
