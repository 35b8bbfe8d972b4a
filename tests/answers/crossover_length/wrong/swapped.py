# fails: equals; diagnosis: arguments_out_of_order
def crossover_length(d_model, d_ff):
    return d_model + 2 * d_ff
