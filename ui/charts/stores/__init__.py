"""Charts of stores and salons."""
