from p import assets
