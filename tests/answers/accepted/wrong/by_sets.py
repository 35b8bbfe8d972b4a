# fails: equals; diagnosis: none
def accepted(draft, choices):
    n = len(set(draft) & set(choices))
    return draft[:n] + [choices[n]]
