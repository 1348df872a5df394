"""Local monitors: offered by who keeps them, matched to national indicators, read by direction."""
