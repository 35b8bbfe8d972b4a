# fails: equals; diagnosis: milliseconds

def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return 1000 * max(flops / flops_per_second, bytes_moved / bytes_per_second)
