"""Commands of the steps before and after the container: how far each of them is."""
