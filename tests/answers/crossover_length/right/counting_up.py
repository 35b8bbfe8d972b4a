# counts up until both sides meet
def crossover_length(d_model, d_ff):
    weights = 4 * d_model ** 2 + 2 * d_model * d_ff
    n = 0
    while 2 * n * d_model < weights:
        n += 1
    return n
