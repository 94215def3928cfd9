"""Keeps numpy to one thread; imported before numpy by whatever works on arrays."""

import os

#: numpy's matrices are small here: with more threads the threads wait more than they work (the
#: CPU of an import of 24 h more than doubles), and sums could differ from machine to machine.
LIMITED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

for _name in LIMITED:
    os.environ.setdefault(_name, "1")
