"""What keeps those up who follow something: feeds, calendars, the list of what is followed."""
