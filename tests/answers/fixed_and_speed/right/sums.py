# sums in a loop
def fixed_and_speed(bytes_each, seconds):
    n = sx = sy = sxx = sxy = 0
    mean = sum(bytes_each) / len(bytes_each)
    for x, y in zip(bytes_each, seconds):
        x = x - mean
        n, sx, sy, sxx, sxy = n + 1, sx + x, sy + y, sxx + x * x, sxy + x * y
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return (sy - slope * sx) / n - slope * mean, 1 / slope
