"""What customers will buy and what it is worth: BG/NBD and Gamma-Gamma, held out and refused.

Reads histories of purchase days.
Knows no page; the only home of scipy, imported when a model is fitted.
"""
