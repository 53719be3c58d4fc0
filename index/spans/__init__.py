"""Where in an original text does what was asked for occur?"""
