"""Ground without lead knowledge: records, state machines and their pictures, money, instants, text, conditions."""
