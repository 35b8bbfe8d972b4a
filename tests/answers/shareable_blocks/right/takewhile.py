# itertools
from itertools import takewhile


def shareable_blocks(tokens, known, size):
    prefixes = (tuple(tokens[:end]) for end in range(size, len(tokens), size))
    return [known[prefix] for prefix in takewhile(known.__contains__, prefixes)]
