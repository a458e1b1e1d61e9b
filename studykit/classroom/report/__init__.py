"""What a class is told as pages for the browser: one for who teaches, one for each student."""
