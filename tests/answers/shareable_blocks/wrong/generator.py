# fails: equals; diagnosis: another_type
def shareable_blocks(tokens, known, size):
    for end in range(size, len(tokens), size):
        if tuple(tokens[:end]) not in known:
            return
        yield known[tuple(tokens[:end])]
