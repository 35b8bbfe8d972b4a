# fails: equals; diagnosis: speed_for_time

def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    intensity = flops / bytes_moved if bytes_moved else float("inf")
    return min(flops_per_second, intensity * bytes_per_second)
