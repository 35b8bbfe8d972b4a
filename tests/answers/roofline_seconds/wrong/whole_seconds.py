# fails: equals; diagnosis: rounded_down
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops // flops_per_second, bytes_moved // bytes_per_second)
