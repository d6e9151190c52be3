"""Who brings whom: links, trees, K, advocates, and what those brought are worth."""
