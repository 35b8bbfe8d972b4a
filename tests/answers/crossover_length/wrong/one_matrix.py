# fails: equals; diagnosis: one_feed_forward_matrix
def crossover_length(d_model, d_ff):
    return 2 * d_model + d_ff // 2
