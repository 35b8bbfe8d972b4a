# fails: equals; diagnosis: none
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        block = known.get(tuple(tokens[:end]))
        if not block:
            break
        shared.append(block)
    return shared
