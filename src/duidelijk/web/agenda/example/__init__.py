"""What was really done for young people in 2020 and 2021, put together from public sources."""
