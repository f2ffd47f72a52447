def girth(diameter):
    return 3.14159 * diameter


def hidden():
    return None
