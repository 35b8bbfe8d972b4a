# fails: shape; diagnosis: none
def causal_attention(Q, K, V):
    raise NotImplementedError
