# fails: equals; diagnosis: own_tokens_only
def shareable_blocks(tokens, known, size):
    found = []
    for end in range(size, len(tokens), size):
        prefix = tuple(tokens[end - size:end])
        if prefix not in known:
            break
        found.append(known[prefix])
    return found
