# fails: equals; diagnosis: none
def attention_scores(Q, K):
    raise NotImplementedError
