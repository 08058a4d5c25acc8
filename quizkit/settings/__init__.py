"""What the learner wishes: the settings, the file that they are read from, and the file to begin with.

A room below both shells, for both need it, and the app may not look up to the command line. Nothing here
knows where the file is.
"""
