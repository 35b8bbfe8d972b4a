# fails: answer; diagnosis: another_type
def is_broken(play):
    return "yes"
