# fails: equals; diagnosis: output_projection_forgotten
def crossover_length(d_model, d_ff):
    return (3 * d_model**2 + 2 * d_model * d_ff) // (2 * d_model)
