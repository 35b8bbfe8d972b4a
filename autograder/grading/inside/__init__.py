"""What the sandbox sees of the grader: the runner and the protocol. Python and numpy only."""
