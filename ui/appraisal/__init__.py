"""The appraisal's screen: the ranking, what every score rests on, marks persons give, a what-if on the weights."""
