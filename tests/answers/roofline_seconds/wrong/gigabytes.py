# fails: equals; diagnosis: rates_converted
import numpy as np


def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / (flops_per_second * 1e9), bytes_moved / (bytes_per_second * 1e9))
