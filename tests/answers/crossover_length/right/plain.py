# exact division
def crossover_length(d_model, d_ff):
    weights = 4 * d_model * d_model + 2 * d_model * d_ff
    return weights // (2 * d_model)
