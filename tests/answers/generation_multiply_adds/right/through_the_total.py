# by a total of one head, with d_model
def one_head(length, d):
    return 2 * d * (length * (length + 1) // 2)


def generation_multiply_adds(length, n_layers, n_heads, d_head):
    d_model = n_heads * d_head
    return n_layers * one_head(length, d_model)
