"""The shell: one command a file. Options, one call, output, exit code."""
