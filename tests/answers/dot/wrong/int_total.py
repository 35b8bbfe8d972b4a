# fails: equals; diagnosis: whole_numbers
# truncated
def dot(q, k):
    return int(sum(a * b for a, b in zip(q, k)))
