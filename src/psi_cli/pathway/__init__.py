"""What there is to learn: a pathway as values, and how a file becomes one."""
