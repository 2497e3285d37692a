"""Forms of the offers room: the parts of a sheet, things to lend, searching the register."""
