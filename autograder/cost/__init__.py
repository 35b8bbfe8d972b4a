"""What judges counts: series and their verdicts, and the witness from outside."""
