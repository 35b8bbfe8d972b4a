# fails: equals; diagnosis: arguments_out_of_order

def roofline_seconds(flops, flops_per_second, bytes_moved, bytes_per_second):
    return max(flops / flops_per_second, bytes_moved / bytes_per_second)
