# fails: equals; diagnosis: first_length_beyond
def crossover_length(d_model, d_ff):
    return 2 * d_model + d_ff + 1
