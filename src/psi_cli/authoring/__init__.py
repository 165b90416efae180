"""Writing pathways: a first file, a list made into one, and what is wrong with either."""
