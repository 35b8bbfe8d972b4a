# fails: equals; diagnosis: same_list_for_all
def query_key_pairs(n):
    return [(i, j) for i in range(4) for j in range(i + 1)]
