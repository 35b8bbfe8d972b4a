# what is left after cancelling
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 2 / bytes_per_number
