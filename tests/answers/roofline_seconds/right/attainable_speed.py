# by the speed that intensity allows
def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    if flops == 0:
        return bytes_moved / bytes_per_second
    if bytes_moved == 0:
        return flops / flops_per_second
    speed = min(flops_per_second, flops / bytes_moved * bytes_per_second)
    return flops / speed
