# fails: equals; diagnosis: one_product
def crossover_length(d_model, d_ff):
    return 4 * d_model + 2 * d_ff
