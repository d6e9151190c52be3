"""Parts of the page of what is watched week by week."""
