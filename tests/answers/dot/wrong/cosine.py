# fails: equals; diagnosis: cosine
# normalised
import numpy as np

def dot(q, k):
    return (q @ k) / (np.linalg.norm(q) * np.linalg.norm(k))
