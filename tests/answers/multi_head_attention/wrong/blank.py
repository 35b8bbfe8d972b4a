# fails: shape; diagnosis: none
def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    raise NotImplementedError
