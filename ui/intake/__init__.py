"""The analyst's screen: files in, questions answered, differences seen, batches stored, reviewed and taken back."""
