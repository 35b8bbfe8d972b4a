# fails: equals; diagnosis: number_for_blocks
def shareable_blocks(tokens, known, size):
    count = 0
    while (count + 1) * size < len(tokens) and tuple(tokens[: (count + 1) * size]) in known:
        count += 1
    return [count]
