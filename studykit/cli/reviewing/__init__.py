"""`studykit review` from the inside: what is asked, how the talk goes, and what the learner sees and presses."""
