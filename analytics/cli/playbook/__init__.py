"""Commands of the steps before and after the container: positioning."""
