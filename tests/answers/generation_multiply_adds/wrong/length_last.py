# fails: equals; diagnosis: arguments_out_of_order

def generation_multiply_adds(n_layers, n_heads, d_head, length):
    return n_layers * n_heads * d_head * length * (length + 1)
