# fails: equals; diagnosis: no_scale
def attention_scores(Q, K):
    return Q @ K.T
