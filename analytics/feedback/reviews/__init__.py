"""Reviews read clause by clause: sign, topic, pain points, quotes, signs of arranged praise.

Reads texts by a word list and two small models.
Knows no super's weight; a reading is kept beside its version and never changes it.
"""
