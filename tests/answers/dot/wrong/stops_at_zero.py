# fails: awkward; diagnosis: stops_at_zero
# a zero ends the loop
def dot(q, k):
    total = 0.0
    for a, b in zip(q, k):
        if not a * b:
            break
        total += a * b
    return total
