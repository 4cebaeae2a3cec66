"""What every floor's part of the JSON API shares; ``config.api`` mounts the parts."""
