"""Running an instance: which commands ran with what result, and whether all is well."""
