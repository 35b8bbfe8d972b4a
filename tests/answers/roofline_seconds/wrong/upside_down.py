# fails: equals; diagnosis: rate_over_amount
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops_per_second / flops, bytes_per_second / bytes_moved)
