"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "guessed_ahead": Quiz(
        "ac",
        {
            "a": "A guess is kept only where the model picks it itself, and everywhere else stands the model's own choice.",
            "b": "Which token stands where a guess was wrong: the draft's, or the model's?",
            "c": "Wrong guesses are computed and thrown away; where a call with guesses costs more than one without, that is time lost.",
            "d": "The second guess counts only if the first was right. With what probability are the first two both right, and all eight?",
            "e": "Guesses use arithmetic that is idle while the weights are read. What do 64 or 256 readers do with that time?",
        },
    ),
}
