# fails: equals; diagnosis: first_two_points
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope = (seconds[1] - seconds[0]) / (bytes_each[1] - bytes_each[0])
    return seconds[0] - slope * bytes_each[0], 1 / slope
