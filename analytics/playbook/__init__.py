"""How far each step of the playbook is: what there is to go by, and the one thing to do next.

Reads counts of a version's sheets and orders, answers on prices, and the supers already assessed.
Knows no page, and runs no step's analysis: it counts what that analysis would rest on.
"""
