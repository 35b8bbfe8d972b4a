# np.inner pairs rows with rows
import numpy as np

attention_scores = lambda Q, K: np.inner(Q, K) / float(np.sqrt(Q.shape[1]))  # noqa: E731
