# fails: equals; diagnosis: projections_forgotten
def crossover_length(d_model, d_ff):
    return d_ff
