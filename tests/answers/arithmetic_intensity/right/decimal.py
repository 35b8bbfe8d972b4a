# a decimal number
from decimal import Decimal


def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return Decimal(2) / Decimal(bytes_per_number)
