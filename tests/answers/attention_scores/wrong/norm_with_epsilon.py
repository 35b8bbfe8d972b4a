# fails: equals; diagnosis: coarse_numbers
# epsilon added to the scale
def attention_scores(Q, K):
    return Q @ K.T / (Q.shape[1] ** 0.5 + 1e-6)
