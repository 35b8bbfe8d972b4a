# fails: equals; diagnosis: values_as_wide_as_keys
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 4 * n * d_k / (n * (d_k + d_v) * bytes_per_number)
