# fails: equals; diagnosis: root_without_fraction
def attention_scores(Q, K):
    return Q @ K.T / int(Q.shape[1] ** 0.5)
