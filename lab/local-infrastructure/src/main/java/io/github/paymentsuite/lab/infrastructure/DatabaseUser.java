package io.github.paymentsuite.lab.infrastructure;

/** A user of the database, and the variable in which sql/init expects its password. */
record DatabaseUser(String name, String passwordVariable) {}
