"""What officers enter, ask for and decide, and what awaits them."""
