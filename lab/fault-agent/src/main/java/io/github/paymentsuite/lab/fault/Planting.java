package io.github.paymentsuite.lab.fault;

import java.io.IOException;

/**
 * One change that a bug consists of.
 *
 * @param verification of what the joint alone does not say
 */
record Planting(Joint joint, CrashPoint.Side side, Bend bend, Verification verification) {

  /** Changes a call, or leaves it alone where the bug makes no difference to it. */
  interface Bend {
    /**
     * @return whether it changed anything
     */
    boolean bend(Call call) throws Exception;
  }

  interface Verification {
    /**
     * @throws ShippedClasses.NotShipped if the change could not be made
     */
    void verify(ShippedClasses classes) throws IOException;
  }

  static Planting before(Joint joint, Bend bend) {
    return new Planting(joint, CrashPoint.Side.BEFORE, bend, classes -> {});
  }

  static Planting after(Joint joint, Bend bend) {
    return new Planting(joint, CrashPoint.Side.AFTER, bend, classes -> {});
  }

  /**
   * Changes the SQL of a mapper's statement.
   *
   * @param text as it stands in the source; once, or the agent refuses
   * @param instead with as many parameters
   */
  static Planting sql(Joint statement, String text, String instead) {
    return sql(statement, text, instead, call -> true);
  }

  /** The same, for some executions alone. */
  static Planting sql(Joint statement, String text, String instead, Bend whether) {
    SqlChange change = new SqlChange(statement, text, instead);
    return new Planting(
        Joint.EVERY_SQL,
        CrashPoint.Side.AFTER,
        call -> whether.bend(call) && change.bend(call),
        change);
  }
}
