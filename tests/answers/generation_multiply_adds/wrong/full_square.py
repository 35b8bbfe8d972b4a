# fails: equals; diagnosis: every_step_like_the_last
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    return 2 * n_layers * n_heads * d_head * length ** 2
