# fails: equals; diagnosis: memory_only
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return bytes_moved / bytes_per_second
