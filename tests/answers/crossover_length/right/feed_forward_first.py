# two shares added
def crossover_length(d_model, d_ff):
    attention_projections = 4 * d_model // 2
    feed_forward = 2 * d_ff // 2
    return attention_projections + feed_forward
