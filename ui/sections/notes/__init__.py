"""Parts of the page of notes and decisions."""
