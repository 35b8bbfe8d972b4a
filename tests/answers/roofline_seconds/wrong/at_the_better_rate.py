# fails: equals; diagnosis: none
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return (flops + bytes_moved) / max(flops_per_second, bytes_per_second)
