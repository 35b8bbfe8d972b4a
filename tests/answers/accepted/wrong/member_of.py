# fails: equals; diagnosis: found_anywhere
def accepted(draft, choices):
    n = 0
    for guess in draft:
        if guess not in choices:
            break
        n += 1
    return draft[:n] + [choices[n]]
