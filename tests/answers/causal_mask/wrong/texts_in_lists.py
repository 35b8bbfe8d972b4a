# fails: equals; diagnosis: another_type
def causal_mask(n):
    return [["True" if j <= i else "False" for j in range(n)] for i in range(n)]
