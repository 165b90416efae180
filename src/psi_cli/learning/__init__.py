"""What is decided: where a learner stands, what a wish changes, what a list is about. No files."""
