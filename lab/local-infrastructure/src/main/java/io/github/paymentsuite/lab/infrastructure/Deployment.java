package io.github.paymentsuite.lab.infrastructure;

/** What runs the three parts. */
interface Deployment extends AutoCloseable {

  StartablePart database();

  StartablePart nameServer();

  StartablePart broker();

  /** Sees to schemas and users, once the database serves. */
  void createSchemas();

  /** Leaves nothing running. */
  @Override
  void close();
}
