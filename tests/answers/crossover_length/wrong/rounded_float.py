# fails: dtype; diagnosis: float_on_the_way
def crossover_length(d_model, d_ff):
    return round((4 * d_model**2 + 2 * d_model * d_ff) / (2 * d_model))
