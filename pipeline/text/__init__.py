"""Small pure functions on text: numbers, dates, normal forms."""
