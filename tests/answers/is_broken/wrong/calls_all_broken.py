# fails: right; diagnosis: none
def is_broken(play):
    return True
