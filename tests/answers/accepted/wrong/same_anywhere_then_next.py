# fails: equals; diagnosis: keeps_right_guesses_behind_a_wrong_one
def accepted(draft, choices):
    same = [c for d, c in zip(draft, choices) if d == c]
    return same + [choices[len(same)]]
