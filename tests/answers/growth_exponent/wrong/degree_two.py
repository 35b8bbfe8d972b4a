# fails: data; diagnosis: parabola
import numpy as np

def growth_exponent(lengths, costs):
    return np.polyfit(np.log(lengths), np.log(costs), 2)[0]
