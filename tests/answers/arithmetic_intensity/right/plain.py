# FLOPs and bytes apart
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    flops = 2 * n * (d_k + d_v)
    read = n * (d_k + d_v) * bytes_per_number
    return flops / read
