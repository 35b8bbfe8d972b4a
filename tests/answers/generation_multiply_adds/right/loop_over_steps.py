# a sum over the steps, each by its two products
def generation_multiply_adds(length, n_layers, n_heads, d_head):
    total = 0
    for n in range(1, length + 1):
        scores, mixture = n * d_head, n * d_head
        total += n_layers * n_heads * (scores + mixture)
    return total
