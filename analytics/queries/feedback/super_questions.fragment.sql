-- The supers' own questions.
'endorsement', 'creativity', 'efficacy', 'value', 'moat', 'repurchase', 'looks', 'reputation', 'ip'
