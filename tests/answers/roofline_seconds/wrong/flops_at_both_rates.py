# fails: equals; diagnosis: one_amount_for_both
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / flops_per_second, flops / bytes_per_second)
