# fails: equals; diagnosis: wide_feed_forward_assumed
def crossover_length(d_model, d_ff):
    return 6 * d_model
