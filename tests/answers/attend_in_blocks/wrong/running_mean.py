# fails: equals; diagnosis: mean_of_blocks
import numpy as np


def attend_in_blocks(Q, blocks):
    m = z = out = None
    for K, V in blocks:
        S = np.einsum("id,jd->ij", Q, K) * Q.shape[1] ** -0.5
        bm = S.max(1)
        P = np.exp(S - bm[:, None])
        bz = P.sum(1)
        bo = np.einsum("ij,jd->id", P, V) / bz[:, None]
        if m is None:
            m, z, out = bm, bz, bo
            continue
        nm = np.maximum(m, bm)
        za, zb = z * np.exp(m - nm), bz * np.exp(bm - nm)
        z = za + zb
        out = (out + bo) / 2
        m = nm
    return out.astype(Q.dtype)
