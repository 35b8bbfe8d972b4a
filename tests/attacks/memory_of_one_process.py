# Takes all memory it can get.
hoard = []
while True:
    hoard.append(bytearray(b"x") * 50_000_000)
