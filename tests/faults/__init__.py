"""What may happen to a machine at any moment, done to a real warehouse: nothing half, nothing committed lost."""
