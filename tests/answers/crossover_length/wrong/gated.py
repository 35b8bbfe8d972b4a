# fails: equals; diagnosis: three_feed_forward_matrices
def crossover_length(d_model, d_ff):
    return 2 * d_model + 3 * d_ff // 2
