# zip, break at the first wrong one, else the token behind
def accepted(draft, choices):
    kept = []
    for guess, choice in zip(draft, choices):
        kept.append(choice)
        if guess != choice:
            break
    else:
        kept.append(choices[-1])
    return kept
