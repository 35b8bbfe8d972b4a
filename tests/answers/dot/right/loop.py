# a loop over both
def dot(q, k):
    total = 0.0
    for a, b in zip(q, k):
        total += a * b
    return total
