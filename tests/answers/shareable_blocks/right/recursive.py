# the blocks before the last one first
def shareable_blocks(tokens, known, size):
    def upto(end):
        return [known.get(tuple(tokens[:e])) for e in range(size, end + 1, size)]

    full = max(len(tokens) - 1, 0) // size * size
    found = upto(full)
    return found[: found.index(None)] if None in found else found
