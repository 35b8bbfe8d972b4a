# fails: equals; diagnosis: takes_the_whole_draft
def accepted(draft, choices):
    return list(draft) + [choices[len(draft)]]
