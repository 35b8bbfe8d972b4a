# fails: equals; diagnosis: one_product+one_feed_forward_matrix
def crossover_length(d_model, d_ff):
    return 4 * d_model + d_ff
