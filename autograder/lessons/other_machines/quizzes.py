"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "half_the_bytes": Quiz(
        "bde",
        {
            "a": (
                "Half of 9.53 is 4.77 ms; 6.43 were measured. Put 16 and 8 bits on a line: how much of both "
                "has nothing to do with bytes, and can code for 8 bits take that away?"
            ),
            "b": (
                "From 13.2 to 4.4 GB the time falls by 4.45 ms: half a millisecond for each GB. What "
                "remains at 0 GB are about 2.9 ms."
            ),
            "c": (
                "2 bits read about 2.2 GB, half of 4.4. What does the line say for 2.2 GB, and what part of "
                "5.08 ms is that?"
            ),
            "d": (
                "With a seventh of the bandwidth the bytes take seven times as long and the fixed part "
                "stays, so it is a smaller share."
            ),
            "e": "5.3 bits a weight instead of 4: scales for every 32 of them are stored and read as well.",
        },
    ),
    "eight_cards": Quiz(
        "bcde",
        {
            "a": (
                "Look at both figures: 54.3 and 52.1 tokens a second with one way to split, 105 and 328 "
                "with the other. Which of them is eight times?"
            ),
            "b": (
                "A token passes through all the layers, one card after the other, and while it is on the "
                "second, the first is free for another text."
            ),
            "c": "The line through 1, 2, 4 and 8: 2.1 ms and 7.4 ms divided by the number.",
            "d": "2.1 ms and a sixteenth of 7.4 ms.",
            "e": "Half the layers are half the weights and half the cache.",
        },
    ),
    "who_holds_up_whom": Quiz(
        "bce",
        {
            "a": (
                "Bytes of a step with one reader: 70 GB and a little. With 50: 70 and 43 GB. How many times "
                "as many are that?"
            ),
            "b": "1.63 times 407 ms are 663 ms in every second, in which no token is written.",
            "c": (
                "Two cards hold 172 GB. Beside 70 GB of weights that is room for 118 caches of 0.86 GB: "
                "whoever comes after that waits until one of the others is done."
            ),
            "d": (
                "In two thirds of the time prompts are computed. Does a prompt wait for "
                "memory, or for arithmetic?"
            ),
            "e": (
                "A prompt of 50 tokens takes a hundredth of one of 5 000 or so. What is left of a step are "
                "its own 20 ms."
            ),
        },
    ),
    "which_cause": Quiz(
        "ace",
        {
            "a": (
                "Eight sequences take hardly longer than one, and one takes three times the floor: the time "
                "is that of starting, not of bytes or FLOPs."
            ),
            "b": "The figure is for each *cached token*. Are weights read again for each cached token?",
            "c": (
                "A step of its own takes about 20 ms; the rest of the 59.7 goes by while prompts "
                "of others are computed."
            ),
            "d": (
                "4 bits are a quarter of the bytes and save 3 ms of 62. Attention is the same in both. What "
                "has to be done with weights of 4 bits before one can multiply with them?"
            ),
            "e": "81 % of the data sheet's bandwidth is as much as most machines give.",
        },
    ),
}
