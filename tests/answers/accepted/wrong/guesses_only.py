# fails: equals; diagnosis: correction_dropped
def accepted(draft, choices):
    kept = []
    for guess, choice in zip(draft, choices):
        if guess != choice:
            break
        kept.append(guess)
    return kept
