# fails: equals; diagnosis: nothing_returned
def query_key_pairs(n):
    for i in range(n):
        for j in range(i + 1):
            print((i, j))
