# plain Python, sorted points
import statistics

def fit_line(lengths, costs):
    pts = sorted(zip(lengths, costs))
    slopes = []
    for a in range(len(pts)):
        for b in range(a + 1, len(pts)):
            if pts[b][0] != pts[a][0]:
                slopes.append((pts[b][1] - pts[a][1]) / (pts[b][0] - pts[a][0]))
    m = statistics.median(slopes)
    return m, statistics.median(y - m * x for x, y in pts)
