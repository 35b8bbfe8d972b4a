# fails: cost; diagnosis: grows_too_fast
from decodelab.model import greedy, write


def generate(model, prompt, n_new, choose=greedy):
    yield from write(model, prompt, n_new, choose)
