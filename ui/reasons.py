"""Why a verdict is what it is, in the reader's language: the sentences screens share with papers."""

from reports.wording.reasons import actual_text, actual_value, named_inputs, reason_text, sentence, written_inputs

__all__ = ["actual_text", "actual_value", "named_inputs", "reason_text", "sentence", "written_inputs"]
