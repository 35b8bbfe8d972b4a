# fails: equals; diagnosis: distances
def attention_scores(Q, K):
    return -((Q[:, None] - K[None]) ** 2).sum(-1) / Q.shape[1] ** .5
