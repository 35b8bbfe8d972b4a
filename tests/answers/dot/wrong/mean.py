# fails: equals; diagnosis: none
# mean of products
import numpy as np

def dot(q, k):
    return np.mean(q * k)
