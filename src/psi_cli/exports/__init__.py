"""What a learner takes along: one module a format, each a pure function of one view."""
