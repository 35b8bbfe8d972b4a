# fails: cost; diagnosis: loop_over_tokens
import numpy as np


def generation_seconds(n_prompt, n_new, per_token, fixed):
    lengths = np.arange(n_prompt + 1, n_prompt + n_new + 1)
    return (fixed + per_token * lengths).sum()
