spoke = 1
