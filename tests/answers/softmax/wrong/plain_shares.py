# fails: equals; diagnosis: linear_shares
def softmax(scores):
    return scores / scores.sum(axis=-1, keepdims=True)
