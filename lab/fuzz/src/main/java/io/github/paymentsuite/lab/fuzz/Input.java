package io.github.paymentsuite.lab.fuzz;

/**
 * What is sent over one connection, byte for byte.
 *
 * @param kind what it is an example of, for the counts
 * @param expectation what the service may answer
 * @param ending what the client does when it has sent everything
 */
record Input(String kind, byte[] bytes, Expectation expectation, Ending ending) {
  static Input refused(String kind, byte[] bytes) {
    return new Input(kind, bytes, Expectation.REFUSED, Ending.LISTEN);
  }

  static Input harmless(String kind, byte[] bytes) {
    return new Input(kind, bytes, Expectation.HARMLESS, Ending.LISTEN);
  }

  Input ending(Ending other) {
    return new Input(kind, bytes, expectation, other);
  }

  /** Of every input holds that it is no failure of the service, and is dealt with in time. */
  enum Expectation {
    /** No success, whatever else. */
    REFUSED,
    /** Perhaps a success, which has changed nothing. */
    HARMLESS,
    /** Perhaps a success that has changed something, of users who are there for this alone. */
    EFFECTIVE
  }

  enum Ending {
    /** Sends nothing more, says so, and reads whatever comes. */
    LISTEN,
    /** Is gone at once. */
    HANG_UP,
    /** Keeps the connection as if more were to come. */
    LINGER
  }
}
