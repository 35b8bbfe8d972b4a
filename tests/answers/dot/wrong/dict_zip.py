# fails: awkward; diagnosis: none
# repeated numbers in q counted once
def dot(q, k):
    pairs = dict(zip(q, k))
    return sum(a * b for a, b in pairs.items())
