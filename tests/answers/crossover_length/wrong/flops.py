# fails: equals; diagnosis: flops_against_multiply_adds
def crossover_length(d_model, d_ff):
    return (2 * d_model + d_ff) // 2
