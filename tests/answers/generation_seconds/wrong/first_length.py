# fails: equals; diagnosis: first_length_always
import numpy as np


def generation_seconds(n_prompt, n_new, per_token, fixed):
    return n_new * (fixed + per_token * (n_prompt + 1))
