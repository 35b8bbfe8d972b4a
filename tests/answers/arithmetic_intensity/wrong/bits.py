# fails: equals; diagnosis: bits_for_bytes
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * n * (d_k + d_v) / (8 * bytes_per_number * n * (d_k + d_v))
