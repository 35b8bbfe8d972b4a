# fails: equals; diagnosis: no_scale+scores_transposed
def attention_scores(Q, K):
    return K.dot(Q.T)
