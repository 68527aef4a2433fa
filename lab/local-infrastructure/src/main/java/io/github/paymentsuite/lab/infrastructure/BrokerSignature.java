package io.github.paymentsuite.lab.infrastructure;

import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.remoting.RPCHook;

/** For tests that have RocketMQ's client library, which does not come with this module. */
public final class BrokerSignature {

  private BrokerSignature() {}

  /** What a client is constructed with to sign all its requests as this user. */
  public static RPCHook of(BrokerUser user) {
    return new AclClientRPCHook(new SessionCredentials(user.accessKey(), user.secretKey()));
  }
}
