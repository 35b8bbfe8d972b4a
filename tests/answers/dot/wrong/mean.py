# fails: equals; diagnosis: mean_for_sum
# mean of products
import numpy as np

def dot(q, k):
    return np.mean(q * k)
