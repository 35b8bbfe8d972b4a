"""How long the texts of a day are: a mix of many short and a few long ones, made up, the same for the same
seed."""

import numpy as np

CONTEXT = 1024
"""Tokens that the model of these lessons can see, prompt included."""


def text_lengths(count, seed=0):
    """(prompt, new), each (count,) ints: tokens of the prompts and tokens written after them, at most CONTEXT
    together.

    Prompts are log-normal around 60 tokens (4 to 500), what is written around 120.
    """
    rng = np.random.default_rng(seed)
    prompt = np.clip(rng.lognormal(np.log(60), 0.9, count), 4, 500).astype(int)
    new = np.clip(rng.lognormal(np.log(120), 0.8, count), 1, CONTEXT - prompt).astype(int)
    return prompt, new
