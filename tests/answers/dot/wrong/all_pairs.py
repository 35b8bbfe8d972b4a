# fails: equals; diagnosis: product_of_sums
# nested loops
def dot(q, k):
    total = 0
    for a in q:
        for b in k:
            total += a * b
    return total
