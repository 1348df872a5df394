"""What the API holds, a module for each kind of resource: from an edition to rows."""
