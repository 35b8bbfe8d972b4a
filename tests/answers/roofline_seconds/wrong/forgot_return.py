# fails: equals; diagnosis: nothing_returned
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    time = max(flops / flops_per_second, bytes_moved / bytes_per_second)
