# fails: equals; diagnosis: flops_counted_twice
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(2 * flops / flops_per_second, bytes_moved / bytes_per_second)
