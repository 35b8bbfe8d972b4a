# one number for each pair, taken apart
def query_key_pairs(n):
    return [divmod(number, n) for number in range(n * n) if number % n <= number // n]
