"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "what_int8_makes_better": Quiz(
        "ab",
        {
            "a": (
                "A row takes 196 bytes instead of 768. In the same memory, how many more "
                "rows are there room for?"
            ),
            "b": (
                "Memory limits how many texts are served at once (lesson 09). What does a quarter of the "
                "bytes for each do to that?"
            ),
            "c": (
                "One reader with a short text: which part of the bytes of a step are weights, and which "
                "cache (lesson 05)?"
            ),
            "d": "At 8 bits nothing was lost. Was anything gained, so that the text could be better?",
            "e": (
                "Which numbers did you round: those that are computed for each token, or "
                "those that were learned?"
            ),
        },
    ),
    "what_one_pass_saves": Quiz(
        "ac",
        {
            "a": "How many scores are there at once with all of them written down, and how many with blocks?",
            "b": (
                "The two products are as they were. What does putting sum and mixture right add to them, "
                "and what could be taken away?"
            ),
            "c": (
                "In a causal prefill: which tiles of the table does nobody need, and does a table of all "
                "scores leave them out?"
            ),
            "d": "Numbers added in another order: are their sums the same to the last bit?",
            "e": "Every query uses every key and value. Is there one that need not be read any more?",
        },
    ),
    "guessed_ahead": Quiz(
        "ac",
        {
            "a": (
                "A guess is kept only where the model picks it itself, and everywhere else stands the "
                "model's own choice."
            ),
            "b": "Which token stands where a guess was wrong: the draft's, or the model's?",
            "c": (
                "Wrong guesses are computed and thrown away; where a call with guesses costs more than one "
                "without, that is time lost."
            ),
            "d": (
                "The second guess counts only if the first was right. With what probability are the first "
                "two both right, and all eight?"
            ),
            "e": (
                "Guesses use arithmetic that is idle while the weights are read. What do 64 or 256 readers "
                "do with that time?"
            ),
        },
    ),
}
