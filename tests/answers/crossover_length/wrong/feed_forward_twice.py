# fails: equals; diagnosis: feed_forward_counted_twice
def crossover_length(d_model, d_ff):
    projections, feed_forward = 4 * d_model**2, 2 * (d_model * d_ff + d_ff * d_model)
    return (projections + feed_forward) // (2 * d_model)
