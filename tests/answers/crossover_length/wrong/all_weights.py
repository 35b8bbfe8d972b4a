# fails: equals; diagnosis: cost_for_length
def crossover_length(d_model, d_ff):
    return 4 * d_model**2 + 2 * d_model * d_ff
