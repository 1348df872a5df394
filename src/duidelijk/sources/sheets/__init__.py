"""CSV and Excel files of any making, read by a mapping that is proposed and confirmed once."""
