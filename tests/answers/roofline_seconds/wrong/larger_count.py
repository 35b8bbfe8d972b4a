# fails: equals; diagnosis: larger_amount_decides
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    if flops > bytes_moved:
        return flops / flops_per_second
    return bytes_moved / bytes_per_second
