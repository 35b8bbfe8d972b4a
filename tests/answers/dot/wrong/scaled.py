# fails: equals; diagnosis: scaled
# the score, divided by root d
def dot(q, k):
    return q @ k / len(q) ** 0.5
