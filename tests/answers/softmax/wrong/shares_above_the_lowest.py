# fails: equals; diagnosis: linear_shares
def softmax(scores):
    s = scores - scores.min(axis=-1, keepdims=True)
    return s / s.sum(axis=-1, keepdims=True)
