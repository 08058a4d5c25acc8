"""For authors: are the keys right, on every variant, by something they were not derived from?"""
