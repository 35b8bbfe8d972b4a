# fails: equals; diagnosis: keeps_right_guesses_behind_a_wrong_one
def accepted(draft, choices):
    return list(choices)
