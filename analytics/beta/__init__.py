"""Go, fix or stop, and how sure: a beta test by whom the brand chose, whom they brought, and what
the same people say the second time.

Reads the sheet of testers, answers of the source beta (`feedback.answer_sheets`), the sheet of
price answers, and the rules saved in the store.
Knows no score and no page. Seeds, invited people and repeat answers are never added up, and it
refuses where the data cannot tell, by a code, rather than answer.
"""
