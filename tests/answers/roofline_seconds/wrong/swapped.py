# fails: equals; diagnosis: rates_swapped
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / bytes_per_second, bytes_moved / flops_per_second)
