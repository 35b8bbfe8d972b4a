# fails: empty; diagnosis: needs_guesses
def accepted(draft, choices):
    if not draft:
        return []
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    return draft[:n] + [choices[n]]
