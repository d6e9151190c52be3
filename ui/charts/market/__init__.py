"""Pictures of the market."""
