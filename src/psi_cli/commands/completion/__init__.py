"""What a shell asks psi for when Tab is pressed, and the scripts that make it ask."""
