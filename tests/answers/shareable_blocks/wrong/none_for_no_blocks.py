# fails: equals; diagnosis: none_for_no_blocks
def shareable_blocks(tokens, known, size):
    found = []
    for end in range(size, len(tokens), size):
        prefix = tuple(tokens[:end])
        if prefix not in known:
            break
        found.append(known[prefix])
    return found or None
