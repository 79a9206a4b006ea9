"""What a person or an organisation is entitled to. Today: the certifications that machines ask for."""
