# style: the function is the text of a variable, run by exec
import textwrap

template = """
    import numpy as np

    def decode_step(q, k, v, cache):
        cache.append(k, v)
        scores = cache.keys @ q / q.dtype.type(len(q) ** 0.5)
        weights = np.exp(scores - scores.max())
        return weights @ cache.values / weights.sum()
"""
exec(textwrap.dedent(template))
