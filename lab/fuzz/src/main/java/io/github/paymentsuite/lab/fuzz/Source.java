package io.github.paymentsuite.lab.fuzz;

import java.util.SplittableRandom;

/** A kind of inputs without an end; what it makes depends on the random numbers alone. */
interface Source {
  Input next(SplittableRandom random);
}
