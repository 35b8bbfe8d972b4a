# fails: defined; diagnosis: none
import numpy as np

attention_scores = np.ones((2, 2))
