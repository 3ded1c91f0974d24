"""The arrays that this package takes and gives: columns of figures, of counts, of numbers.

Apart from what reckons with them, so that whoever only holds a figure loads no engine.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
#: Numbers of contracts, firms or scenarios: what draws are made of.
Numbers = NDArray[np.uint64]
