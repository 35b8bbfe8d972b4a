# fails: equals; diagnosis: rest_as_block
def shareable_blocks(tokens, known, size):
    found = []
    for end in range(size, len(tokens) + size - 1, size):
        prefix = tuple(tokens[:end])
        if prefix not in known:
            break
        found.append(known[prefix])
    return found
