# fails: all_right; diagnosis: no_token_behind_a_right_draft
def accepted(draft, choices):
    kept = []
    for guess, choice in zip(draft, choices):
        kept.append(choice)
        if guess != choice:
            break
    return kept
