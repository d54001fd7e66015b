"""The judgement: targets and observations in, verdicts out. Pure: no file, no database, no screen."""
