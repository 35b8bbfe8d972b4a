# fails: equals; diagnosis: rounded_down
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * n * (d_k + d_v) // (bytes_per_number * n * (d_k + d_v))
