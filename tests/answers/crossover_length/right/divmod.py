# divmod
def crossover_length(d_model, d_ff):
    length, rest = divmod(4 * d_model**2 + 2 * d_model * d_ff, 2 * d_model)
    assert rest == 0
    return length
