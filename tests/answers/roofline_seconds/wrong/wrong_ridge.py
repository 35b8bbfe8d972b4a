# fails: equals; diagnosis: bend_upside_down
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    if bytes_moved == 0 or flops / bytes_moved > bytes_per_second / flops_per_second:
        return flops / flops_per_second
    return bytes_moved / bytes_per_second
