# fails: equals; diagnosis: widths_multiplied
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * n * d_k * d_v / (n * (d_k + d_v) * bytes_per_number)
