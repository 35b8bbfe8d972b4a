# fails: equals; diagnosis: one_guess_too_few
def accepted(draft, choices):
    n = 0
    while n < len(draft) and draft[n] == choices[n]:
        n += 1
    return draft[:max(n - 1, 0)] + [choices[n]]
