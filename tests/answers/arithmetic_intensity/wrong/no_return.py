# fails: equals; diagnosis: nothing_returned
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    2 / bytes_per_number
