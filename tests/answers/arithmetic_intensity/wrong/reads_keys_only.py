# fails: equals; diagnosis: keys_only
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * (d_k + d_v) / (bytes_per_number * d_k)
