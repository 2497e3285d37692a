"""Pure NumPy and SciPy: who suits which need, why, why not, and who goes where."""
