package io.github.paymentsuite.lab.benchmark;

/** Pays for an order that is there, on behalf of one client at a time. */
interface Payer {
  /** What every order costs, in yuan. */
  String AMOUNT = "99.00";

  /** So many users there are, each with a phone, numbered from 1. */
  int USERS = 500;

  /**
   * @return false where it was not paid, for want of a resource or of time, and is to be asked for
   *     again
   * @throws Exception if it was not taken on and never will be
   */
  boolean pay(String orderId, long userId) throws Exception;
}
