# two triangle numbers
def generation_seconds(n_prompt, n_new, per_token, fixed):
    def upto(n):
        return n * (n + 1) // 2

    return fixed * n_new + per_token * (upto(n_prompt + n_new) - upto(n_prompt))
