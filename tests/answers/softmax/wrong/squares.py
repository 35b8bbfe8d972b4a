# fails: equals; diagnosis: squares
def softmax(scores):
    return scores ** 2 / (scores ** 2).sum(axis=-1, keepdims=True)
