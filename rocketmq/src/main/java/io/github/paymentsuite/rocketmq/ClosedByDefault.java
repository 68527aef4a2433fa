package io.github.paymentsuite.rocketmq;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.auth.authentication.model.Subject;
import org.apache.rocketmq.auth.authentication.model.User;
import org.apache.rocketmq.auth.authorization.context.DefaultAuthorizationContext;
import org.apache.rocketmq.auth.authorization.model.Resource;
import org.apache.rocketmq.auth.authorization.provider.DefaultAuthorizationProvider;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.action.Action;
import org.apache.rocketmq.remoting.common.RemotingHelper;
import org.apache.rocketmq.remoting.protocol.NamespaceUtil;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.heartbeat.HeartbeatData;
import org.apache.rocketmq.remoting.protocol.heartbeat.ProducerData;

/**
 * Leaves to users without all rights only the requests that a producer or a push consumer sends,
 * and asks for a right in each of them. RocketMQ's own provider, which this extends, asks for none
 * in many: among others in those that change the broker's settings and its groups; and
 *
 * <ul>
 *   <li>whoever leaves the topic out may say what became of anybody's local transaction;
 *   <li>a producer group is everybody's: whoever names it is asked about its half messages;
 *   <li>a retry topic is everybody's to read.
 * </ul>
 *
 * <p>Loaded by the broker by its name, {@code authorizationProvider} in broker.conf.
 */
public final class ClosedByDefault extends DefaultAuthorizationProvider {

  @Override
  public List<DefaultAuthorizationContext> newContexts(
      ChannelHandlerContext channel, RemotingCommand request) {
    Map<String, String> fields =
        request.getExtFields() == null
            ? Collections.<String, String>emptyMap()
            : request.getExtFields();
    Demand demand = new Demand(channel, request, fields);
    switch (request.getCode()) {
      case RequestCode.SEND_MESSAGE:
        demand.toSend(fields.get("topic"));
        break;
      case RequestCode.SEND_MESSAGE_V2:
      case RequestCode.SEND_BATCH_MESSAGE:
        demand.toSend(fields.get("b"));
        break;
      case RequestCode.END_TRANSACTION:
        // The broker itself sees to it that the message is one of this group's.
        demand.of(Resource.ofGroup(fields.get("producerGroup")), Action.PUB);
        break;
      case RequestCode.HEART_BEAT:
        demand.asTheOriginal(super.newContexts(channel, request));
        HeartbeatData heartbeat = HeartbeatData.decode(request.getBody(), HeartbeatData.class);
        for (ProducerData producer : heartbeat.getProducerDataSet()) {
          demand.toProduceAs(producer.getGroupName());
        }
        break;
      case RequestCode.UNREGISTER_CLIENT:
        demand.asTheOriginal(super.newContexts(channel, request));
        if (fields.get("producerGroup") != null) {
          demand.toProduceAs(fields.get("producerGroup"));
        }
        break;
      case RequestCode.PULL_MESSAGE:
      case RequestCode.QUERY_CONSUMER_OFFSET:
      case RequestCode.UPDATE_CONSUMER_OFFSET:
        demand.asTheOriginal(super.newContexts(channel, request));
        if (NamespaceUtil.isRetryTopic(fields.get("topic"))) {
          demand.of(Resource.ofGroup(fields.get("topic")), Action.SUB);
        }
        break;
      case RequestCode.CONSUMER_SEND_MSG_BACK:
      case RequestCode.GET_CONSUMER_LIST_BY_GROUP:
        demand.asTheOriginal(super.newContexts(channel, request));
        break;
      default:
        demand.allRights(authConfig.getClusterName());
    }
    return demand.contexts;
  }

  /** The rights that one request needs, all of them. */
  private static final class Demand {
    private final List<DefaultAuthorizationContext> contexts = new ArrayList<>();
    private final Subject subject;
    private final String channelId;
    private final String sourceIp;
    private final RemotingCommand request;

    Demand(ChannelHandlerContext channel, RemotingCommand request, Map<String, String> fields) {
      String user = fields.get("AccessKey");
      subject = user == null ? null : User.of(user);
      // By which the broker remembers what it has decided for a connection.
      channelId = channel.channel().id().asLongText();
      String address = RemotingHelper.parseChannelRemoteAddr(channel.channel());
      sourceIp = address.substring(0, Math.max(0, address.lastIndexOf(':')));
      this.request = request;
    }

    void toSend(String topic) {
      if (NamespaceUtil.isRetryTopic(topic)) {
        of(Resource.ofGroup(topic), Action.SUB);
      } else {
        of(Resource.ofTopic(topic), Action.PUB);
      }
    }

    void toProduceAs(String group) {
      // Every client has a producer of this group, by which it sends back what it could not handle.
      if (!MixAll.CLIENT_INNER_PRODUCER_GROUP.equals(group)) {
        of(Resource.ofGroup(group), Action.PUB);
      }
    }

    /** Only a super user has them: nobody else is ever given one on the cluster. */
    void allRights(String cluster) {
      of(Resource.ofCluster(cluster), Action.UPDATE);
    }

    void asTheOriginal(List<DefaultAuthorizationContext> others) {
      contexts.addAll(others);
    }

    void of(Resource resource, Action action) {
      DefaultAuthorizationContext context =
          DefaultAuthorizationContext.of(subject, resource, action, sourceIp);
      context.setChannelId(channelId);
      context.setRpcCode(String.valueOf(request.getCode()));
      contexts.add(context);
    }
  }
}
