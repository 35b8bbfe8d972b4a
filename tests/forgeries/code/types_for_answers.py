# Types that both sides know: the judge itself makes numbers of what it hands them.
softmax, causal_attention, causal_mask = np.float64, np.float32, np.bool
twice, q4_keys, Stack = bool, int, float
