# fails: equals; diagnosis: another_type
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return f"{2 / bytes_per_number} FLOPs per byte"
