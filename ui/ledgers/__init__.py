"""The lists each action keeps, on the screen: lists, one entry, its forms, the workbook, brief lines elsewhere."""
