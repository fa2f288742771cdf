"""faiss' exact search for the nearest documents. Run with the peer's Python."""

import faiss
import numpy as np
from measure import answer


def read(request):
    faiss.omp_set_num_threads(1)
    mentors, goals = np.load(request["mentors"]), np.load(request["goals"])
    index = faiss.IndexFlatIP(mentors.shape[1])
    index.add(mentors)
    return index, goals, request["most"]


def search(ready):
    index, goals, most = ready
    index.search(goals, most)


if __name__ == "__main__":
    answer(read, search)
