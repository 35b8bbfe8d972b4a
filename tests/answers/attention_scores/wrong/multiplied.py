# fails: equals; diagnosis: multiplied_by_scale
def attention_scores(Q, K):
    return Q @ K.T * Q.shape[1] ** 0.5
