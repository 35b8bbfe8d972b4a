# fails: equals; diagnosis: scale_constant
def attention_scores(Q, K):
    return Q @ K.T / 2 ** 0.5
