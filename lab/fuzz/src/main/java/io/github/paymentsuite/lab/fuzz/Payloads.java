package io.github.paymentsuite.lab.fuzz;

import java.util.List;
import java.util.stream.Stream;

/**
 * JSON that has made deserialisers load classes, call setters and look names up: what is known of
 * fastjson 1 and 2 and of Jackson's polymorphic types. Each names the canary or something that
 * would call a port of this machine.
 */
final class Payloads {
  /** What a payload would have to load; none of it has a place in a service. */
  static final List<String> GADGETS =
      List.of(
          Canary.class.getName(),
          "com.sun.rowset.JdbcRowSetImpl",
          "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
          "javax.script.ScriptEngineManager",
          "org.springframework.context.support.ClassPathXmlApplicationContext",
          "org.springframework.context.support.FileSystemXmlApplicationContext",
          "com.mysql.cj.jdbc.admin.MiniAdmin",
          "com.mysql.cj.jdbc.ha.LoadBalancedMySQLConnection",
          "com.sun.jndi.ldap.LdapCtx",
          "com.sun.jndi.rmi.registry.RegistryContext");

  private Payloads() {}

  /**
   * @param port of this machine, where somebody listens
   */
  static List<String> calling(int port) {
    String ldap = "ldap://127.0.0.1:%d/x".formatted(port);
    String rmi = "rmi://127.0.0.1:%d/x".formatted(port);
    String http = "http://127.0.0.1:%d/x".formatted(port);
    String canary = Canary.class.getName();
    return Stream.of(
            // fastjson: the class by its name, in all the ways that filters have overlooked.
            "{'@type':'%s','value':'x'}".formatted(canary),
            "{'@type':'L%s;','value':'x'}".formatted(canary),
            "{'@type':'LL%s;;','value':'x'}".formatted(canary),
            "{'@type':'[%s'[{,'value':'x'}".formatted(canary),
            "{'\\u0040type':'%s','value':'x'}".formatted(canary),
            "{'@\\x74ype':'%s'}".formatted(canary),
            "{'@type':'java.lang.Class','val':'%s'}".formatted(canary),
            "{'@type':'java.lang.Exception','@type':'%s','value':'x'}".formatted(canary),
            "{'@type':'java.lang.AutoCloseable','@type':'%s','value':'x'}".formatted(canary),
            "{'@type':'java.lang.Throwable','x':{'@type':'%s'}}".formatted(canary),
            "[{'@type':'java.lang.Class','val':'%s'},{'@type':'%<s'}]".formatted(canary),
            "{{'@type':'%s'}:'x'}".formatted(canary),
            "{'$ref':'$','@type':'%s'}".formatted(canary),
            "Set[{'@type':'%s'}]".formatted(canary),
            "{'@type':'com.sun.rowset.JdbcRowSetImpl','dataSourceName':'%s','autoCommit':true}"
                .formatted(ldap),
            "{'@type':'com.sun.rowset.JdbcRowSetImpl','dataSourceName':'%s','autoCommit':true}"
                .formatted(rmi),
            "{'a':{'@type':'java.lang.Class','val':'com.sun.rowset.JdbcRowSetImpl'},"
                + "'b':{'@type':'com.sun.rowset.JdbcRowSetImpl','dataSourceName':'%s',"
                    .formatted(ldap)
                + "'autoCommit':true}}",
            "{'@type':'com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl',"
                + "'_bytecodes':['yv66vg=='],'_name':'x','_tfactory':{},'_outputProperties':{}}",
            "{'@type':'java.net.Inet4Address','val':'localhost'}",
            "{'@type':'java.net.InetSocketAddress'{'address':,'val':'localhost'}}",
            "{'x':{'@type':'java.net.URL','val':'%s'}:'x'}".formatted(http),
            "{'@type':'com.mysql.jdbc.JDBC4Connection','hostToConnectTo':'127.0.0.1',"
                + "'portToConnectTo':%d,'databaseToConnectTo':'x'}".formatted(port),
            "{'@type':'java.lang.AutoCloseable',"
                + "'@type':'com.mysql.cj.jdbc.ha.LoadBalancedMySQLConnection',"
                + "'proxy':{'connectionString':{'url':'jdbc:mysql://127.0.0.1:%d/x'}}}"
                    .formatted(port),
            "{'@type':'com.zaxxer.hikari.HikariConfig','metricRegistry':'%s'}".formatted(ldap),
            "{'@type':'org.springframework.context.support.ClassPathXmlApplicationContext',"
                + "'configLocation':'%s'}".formatted(http),
            // Jackson: default typing, as array, wrapper and property.
            "['%s',{'value':'x'}]".formatted(canary),
            "['java.util.ArrayList',[['%s','x']]]".formatted(canary),
            "{'%s':{'value':'x'}}".formatted(canary),
            "{'@class':'%s','value':'x'}".formatted(canary),
            "{'@c':'.Canary','value':'x'}",
            "['com.sun.rowset.JdbcRowSetImpl',{'dataSourceName':'%s','autoCommit':true}]"
                .formatted(ldap),
            "['org.springframework.context.support.ClassPathXmlApplicationContext','%s']"
                .formatted(http),
            "['javax.script.ScriptEngineManager',"
                + "[['java.net.URLClassLoader',[[['java.net.URL','%s']]]]]]".formatted(http),
            "['com.mysql.cj.jdbc.admin.MiniAdmin','jdbc:mysql://127.0.0.1:%d/x']".formatted(port),
            "['ch.qos.logback.core.db.JNDIConnectionSource',{'jndiLocation':'%s'}]".formatted(ldap),
            // Not JSON: expressions that a logger or a template would evaluate.
            "{'orderId':'${jndi:%s}'}".formatted(ldap),
            "{'orderId':'#{T(%s).new()}'}".formatted(canary))
        .map(payload -> payload.replace('\'', '"'))
        .toList();
  }
}
