# fails: equals; diagnosis: times_subtracted
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return abs(flops / flops_per_second - bytes_moved / bytes_per_second)
