# fails: data; diagnosis: fixed_part_taken_off
import numpy as np

def growth_exponent(lengths, costs):
    costs = np.asarray(costs) - min(costs) + 1
    return np.polyfit(np.log(lengths), np.log(costs), 1)[0]
