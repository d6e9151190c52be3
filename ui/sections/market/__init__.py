"""Parts of pages about the market."""
