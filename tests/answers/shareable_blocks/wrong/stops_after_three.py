# fails: random; diagnosis: none
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, min(len(tokens), 4 * size), size):
        if tuple(tokens[:end]) not in known:
            break
        shared.append(known[tuple(tokens[:end])])
    return shared
