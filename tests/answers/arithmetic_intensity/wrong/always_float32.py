# fails: equals; diagnosis: always_float32
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 0.5
