package existing;

import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/** ActiveMQ's broker, without anything on disk. */
public final class MessageBroker {
  private MessageBroker() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws Exception {
    BrokerService broker = new BrokerService();
    broker.setPersistent(false);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    TransportConnector connector = broker.addConnector("tcp://127.0.0.1:0");
    broker.start();
    broker.waitUntilStarted();
    Serving.untilInputEnds(connector.getConnectUri().getPort());
    broker.stop();
  }
}
