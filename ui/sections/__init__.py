"""Parts of pages that are larger than a script: each shows one thing and asks `views`."""
