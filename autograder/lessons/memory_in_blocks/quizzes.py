"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "may_be_one_block": Quiz(
        "ae",
        {
            "a": "Same tokens, same place, same past: every number in the block is the same, in every layer.",
            "b": (
                "In layer 0 the keys are equal. What goes into layer 1 is layer 0's output, and that has "
                "seen the tokens before. Which of the two texts' past is in it?"
            ),
            "c": (
                "A key is turned by its position before it goes into the cache. Which positions have these "
                "tokens in the two texts?"
            ),
            "d": (
                "There is room for 6 more tokens in it, and both texts go on. Whose token comes into row 10?"
            ),
            "e": (
                "A seed decides which token is chosen from the logits. Does it change a key or "
                "a value of the prompt?"
            ),
        },
    ),
}
