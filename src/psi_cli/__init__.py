"""psi, a learning companion for the terminal."""
