"""The language of formulas: text, tree, value. It knows mathematics and has never heard of a quiz."""
