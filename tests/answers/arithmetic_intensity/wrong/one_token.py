# fails: equals; diagnosis: grows_with_n
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 * n / bytes_per_number
