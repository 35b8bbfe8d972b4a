# fails: equals; diagnosis: arithmetic_only
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return flops / flops_per_second
