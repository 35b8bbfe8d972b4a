# fails: equals; diagnosis: first_length_beyond
def crossover_length(d_model, d_ff):
    n = 1
    while 2 * n * d_model <= 4 * d_model ** 2 + 2 * d_model * d_ff:
        n += 1
    return n
