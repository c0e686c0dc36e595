"""What is seen: widgets that are handed their data by setters and announce by signals what people do."""
