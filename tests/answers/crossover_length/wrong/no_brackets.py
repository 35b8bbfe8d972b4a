# fails: equals; diagnosis: missing_brackets

def crossover_length(d_model, d_ff):
    return (4 * d_model * d_model + 2 * d_model * d_ff) // 2 * d_model
