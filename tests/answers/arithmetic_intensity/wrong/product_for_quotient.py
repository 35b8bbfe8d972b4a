# fails: equals; diagnosis: product_for_quotient
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    flops = 2 * (n * d_k + n * d_v)
    bytes_read = n * (d_k + d_v) * bytes_per_number
    return flops * bytes_read
