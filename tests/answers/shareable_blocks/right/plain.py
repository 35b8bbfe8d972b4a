# a loop over the ends of full blocks
def shareable_blocks(tokens, known, size):
    shared = []
    for end in range(size, len(tokens), size):
        prefix = tuple(tokens[:end])
        if prefix not in known:
            break
        shared.append(known[prefix])
    return shared
