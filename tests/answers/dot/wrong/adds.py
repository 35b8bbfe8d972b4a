# fails: equals; diagnosis: adds_instead_of_multiplying
def dot(q, k):
    total = 0
    for i in range(len(q)):
        total += q[i] + k[i]
    return total
