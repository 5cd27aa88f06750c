"""What goes onto a sheet, and what an inquiry must be like: pure functions on values."""
