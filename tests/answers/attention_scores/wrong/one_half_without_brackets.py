# fails: equals; diagnosis: half_for_root
def attention_scores(Q, K):
    return Q @ K.T / Q.shape[1] ** 1/2
