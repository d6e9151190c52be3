"""Tell me when something really changed, and leave me alone otherwise: weekly rates against what
they were, the alerts that follow with how many a year come by chance, and their way to a chat or
a mailbox.

Reads the weekly cubes, first purchases, stars, and the notes that say when to begin anew.
Knows no score and no page. It refuses where weeks or counts are too few, by a code.
"""
