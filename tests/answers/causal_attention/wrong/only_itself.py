# fails: equals; diagnosis: only_itself
def causal_attention(Q, K, V):
    return V.copy()
