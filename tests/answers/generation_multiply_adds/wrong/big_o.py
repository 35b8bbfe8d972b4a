# fails: equals; diagnosis: constants_dropped
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return n_layers * length ** 2
