# fails: equals; diagnosis: six_square_matrices
def crossover_length(d_model, d_ff):
    weights = 6 * d_model * d_model
    return weights // (2 * d_model)
