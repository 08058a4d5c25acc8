"""NUMBERS → PICTURES: the only rooms that import Matplotlib, one module for each that makes numbers.

``canvas`` draws and saves; ``themes`` has the colours, light and dark. A drawing function takes an empty
figure, what is plotted, and a theme, and computes nothing that a reader could mistake for data.
"""
