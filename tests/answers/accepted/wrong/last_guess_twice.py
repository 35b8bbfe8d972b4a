# fails: all_right; diagnosis: last_guess_twice
def accepted(draft, choices):
    kept = []
    for d, c in zip(draft, choices):
        if d != c:
            return kept + [c]
        kept.append(d)
    return kept + [choices[-2]]
