"""Finding: what was typed, the index, and what matches."""
