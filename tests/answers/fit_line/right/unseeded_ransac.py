# RANSAC without a seed, sorted lists
import random


def fit_line(lengths, costs):
    points = sorted(zip(lengths, costs))
    typical = sorted(c for _, c in points)[len(points) // 2]
    best, votes = None, -1
    for _ in range(400):
        (a, b), (c, d) = random.sample(points, 2)
        slope = (d - b) / (c - a)
        fixed = b - slope * a
        agree = sum(abs(y - fixed - slope * x) < 0.01 * typical for x, y in points)
        if agree > votes:
            best, votes = (slope, fixed), agree
    return best
