# fails: awkward; diagnosis: equal_products_once
# equal products are counted once
def dot(q, k):
    return sum({a * b for a, b in zip(q, k)})
