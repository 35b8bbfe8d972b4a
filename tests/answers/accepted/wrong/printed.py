# fails: shape; diagnosis: nothing_returned
def accepted(draft, choices):
    for i, guess in enumerate(draft):
        if guess != choices[i]:
            print(choices[: i + 1])
