"""The commands, by what they are for. Each loads, locates, decides, saves and shows."""
