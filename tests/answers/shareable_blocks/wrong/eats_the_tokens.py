# fails: inputs; diagnosis: changes_input
def shareable_blocks(tokens, known, size):
    shared, prefix = [], ()
    while len(tokens) > size:
        prefix += tuple(tokens[:size])
        if prefix not in known:
            break
        del tokens[:size]
        shared.append(known[prefix])
    return shared
