# fails: equals; diagnosis: every_pair
def find_leaks(attention, n, d):
    return {(i, j) for i in range(n) for j in range(i + 1, n)}
