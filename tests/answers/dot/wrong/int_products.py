# fails: equals; diagnosis: whole_products


def dot(q, k):
    total = 0
    for a, b in zip(q, k):
        total += int(a * b)
    return total
