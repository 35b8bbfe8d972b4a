# fails: equals; diagnosis: odd_sum_halved
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return 2 * n_layers * n_heads * d_head * length * ((length + 1) // 2)
