# fails: dtype; diagnosis: numpy_int_for_int
import numpy as np

def crossover_length(d_model, d_ff):
    d_model, d_ff = np.int64(d_model), np.int64(d_ff)
    return int((4 * d_model ** 2 + 2 * d_model * d_ff) // (2 * d_model))
