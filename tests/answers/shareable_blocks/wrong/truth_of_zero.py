# fails: equals; diagnosis: number_0_unknown
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        block = known.get(tuple(tokens[:end]))
        if not block:
            break
        shared.append(block)
    return shared
