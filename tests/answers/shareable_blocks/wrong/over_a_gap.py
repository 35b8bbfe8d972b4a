# fails: equals; diagnosis: goes_on_behind_a_gap
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        if tuple(tokens[:end]) in known:
            shared.append(known[tuple(tokens[:end])])
    return shared
