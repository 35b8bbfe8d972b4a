# fails: equals; diagnosis: feed_forward_squared
def crossover_length(d_model, d_ff):
    return (4 * d_model ** 2 + 2 * d_ff ** 2) // (2 * d_model)
