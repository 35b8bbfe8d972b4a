# fails: equals; diagnosis: none
def crossover_length(d_model, d_ff):
    return 6 * d_model
