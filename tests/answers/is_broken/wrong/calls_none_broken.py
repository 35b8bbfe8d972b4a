# fails: broken; diagnosis: none
def is_broken(play):
    return False
