package io.github.paymentsuite.lab.fault;

/** Something to go wrong. Touched by nobody before it is woven. */
class Sample {
  int calls;

  int add(int left, int right) {
    calls++;
    return left + right;
  }

  void count() {
    calls++;
  }

  String failing(String what) {
    calls++;
    throw new IllegalArgumentException(what);
  }
}
