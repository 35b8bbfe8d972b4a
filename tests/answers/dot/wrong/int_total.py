# fails: equals; diagnosis: none
# truncated
def dot(q, k):
    return int(sum(a * b for a, b in zip(q, k)))
