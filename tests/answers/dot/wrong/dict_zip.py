# fails: awkward; diagnosis: equal_numbers_taken_for_one
# repeated numbers in q counted once
def dot(q, k):
    pairs = dict(zip(q, k))
    return sum(a * b for a, b in pairs.items())
