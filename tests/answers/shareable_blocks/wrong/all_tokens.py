# fails: equals; diagnosis: nothing_left_to_compute
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens) + 1, size):
        if tuple(tokens[:end]) not in known:
            break
        shared.append(known[tuple(tokens[:end])])
    return shared
