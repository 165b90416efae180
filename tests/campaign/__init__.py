"""The fault campaign: everything that can go wrong while psi saves, tried in its thousands.

    python -m tests.campaign small     # as the suite runs it, under a minute
    python tools/chores.py campaign    # by hand: 13,000 faults, 5,000 journals, 1,000 forgets

Each part returns how many cases it ran; a broken promise raises `Broken` and ends the campaign.
"""
