"""What the learner did: events, the journals that keep them, and what they add up to."""
