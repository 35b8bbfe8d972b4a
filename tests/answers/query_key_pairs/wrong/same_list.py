# fails: equals; diagnosis: same_list_for_all
def query_key_pairs(n):
    return [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]
