# fails: equals; diagnosis: softmax_counted
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return (2 * n * (d_k + d_v) + 3 * n) / (n * (d_k + d_v) * bytes_per_number)
