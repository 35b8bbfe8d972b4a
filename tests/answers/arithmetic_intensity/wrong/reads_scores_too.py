# fails: equals; diagnosis: more_than_the_cache_read
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * n * (d_k + d_v) / (bytes_per_number * (n * (d_k + d_v) + 2 * n))
