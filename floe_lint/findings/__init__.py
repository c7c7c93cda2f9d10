"""What is found: a rule's problem, and the finding and report that users see."""
