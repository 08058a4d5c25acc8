"""The sitting and what comes next: a pure state machine over events, and the choice of problems."""
