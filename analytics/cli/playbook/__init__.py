"""Commands of the steps before and after the container: beta test."""
