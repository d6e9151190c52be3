"""What a score means: supers, measures, goalposts and weights as one TOML under an id.

Reads `data/supers`, `data/templates`, and the definitions a store keeps.
Knows no dataset: a definition means the same for every brand.
"""
