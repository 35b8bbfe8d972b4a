# solved on paper
def crossover_length(d_model, d_ff):
    return 2 * d_model + d_ff
