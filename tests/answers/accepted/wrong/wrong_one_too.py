# fails: equals; diagnosis: keeps_the_wrong_guess
def accepted(draft, choices):
    kept = []
    for i, guess in enumerate(draft):
        kept.append(guess)
        if guess != choices[i]:
            break
    else:
        kept.append(choices[-1])
    return kept
