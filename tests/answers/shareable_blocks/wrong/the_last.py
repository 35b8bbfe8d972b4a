# fails: equals; diagnosis: last_block_only
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        if tuple(tokens[:end]) not in known:
            break
        shared = [known[tuple(tokens[:end])]]
    return shared
