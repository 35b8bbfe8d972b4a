# fails: answer; diagnosis: nothing_returned
def is_broken(play):
    play([([1.0], [2.0])])
