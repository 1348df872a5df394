"""Made-up reports of sixteen municipalities and a public health service, for the demonstration."""
