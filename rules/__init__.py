"""The judgement: targets and observations in, verdicts out. Pure; knows no file, no database and no screen."""
