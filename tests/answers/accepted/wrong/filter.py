# fails: equals; diagnosis: keeps_right_guesses_behind_a_wrong_one
def accepted(draft, choices):
    return [g for g, c in zip(draft, choices) if g == c] + [choices[-1]]
