# style: a class for the text, a generator for the run
from decodelab.designs import KVCache
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


class Writer:
    def __init__(self, model, prompt):
        self.model, self.tokens = model, model.encode(prompt)
        self.caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]

    def check(self, draft):
        new = self.tokens[len(self.caches[0]):] + list(draft)
        position, x = len(self.caches[0]), self.model.embed(new)
        for i, block in enumerate(self.model.blocks):
            x = block_step(x, block, self.caches[i], position)
        logits = self.model.read_out(x[len(new) - len(draft) - 1:])
        kept = accepted(list(draft), [greedy(row) for row in logits])
        self.tokens = self.tokens + kept
        for cache in self.caches:
            cache.truncate(len(self.tokens) - 1)
        return kept


def speculative(model, prompt, n_new, propose, k):
    writer, left = Writer(model, prompt), n_new
    while left:
        kept = writer.check(propose(writer.tokens, min(k, left - 1)))
        left -= len(kept)
        yield from kept
