# vecdot over broadcast rows
import numpy as np


def attention_scores(Q, K):
    return np.vecdot(Q[:, None, :], K[None, :, :]) / Q.shape[1] ** (1 / 2)
