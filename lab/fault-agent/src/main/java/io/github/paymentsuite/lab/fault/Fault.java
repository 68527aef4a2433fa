package io.github.paymentsuite.lab.fault;

/** Something that goes wrong at a call. Does nothing unless overridden. */
interface Fault {
  /** Before the method; may keep it from running. */
  default void before(Call call) throws Exception {}

  /** After the method, also where it threw or was kept from running; may change the outcome. */
  default void after(Call call) throws Exception {}
}
