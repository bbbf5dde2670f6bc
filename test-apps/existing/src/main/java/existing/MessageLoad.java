package existing;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Asks and answers by ActiveMQ's queues, in pairs of threads that share a few connections. */
public final class MessageLoad {
  private static final int PAIRS = 20;
  private static final int CONNECTIONS = 4;
  private static final int MESSAGES = 20;
  private static final long PATIENCE_MILLIS = 60_000;

  private MessageLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + arguments[0]);
    Connection[] connections = new Connection[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      connections[i] = factory.createConnection();
      connections[i].start();
    }
    long sum =
        Load.sum(
            2 * PAIRS,
            i -> {
              Connection connection = connections[i % CONNECTIONS];
              return () -> i % 2 == 0 ? ask(connection, i / 2) : answer(connection, i / 2);
            });
    System.out.println("asked and answered " + sum);
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static long ask(Connection connection, int pair) throws JMSException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer questions = session.createProducer(session.createQueue("questions" + pair));
    MessageConsumer answers = session.createConsumer(session.createQueue("answers" + pair));
    long sum = 0;
    for (int i = 0; i < MESSAGES; i++) {
      questions.send(session.createTextMessage(Integer.toString(pair * i)));
      sum += Long.parseLong(next(answers));
    }
    session.close();
    return sum;
  }

  private static long answer(Connection connection, int pair) throws JMSException {
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    MessageConsumer questions = session.createConsumer(session.createQueue("questions" + pair));
    MessageProducer answers = session.createProducer(session.createQueue("answers" + pair));
    long sum = 0;
    for (int i = 0; i < MESSAGES; i++) {
      long question = Long.parseLong(next(questions));
      answers.send(session.createTextMessage(Long.toString(question + 1)));
      session.commit();
      sum += question;
    }
    session.close();
    return sum;
  }

  private static String next(MessageConsumer from) throws JMSException {
    return ((TextMessage) from.receive(PATIENCE_MILLIS)).getText();
  }
}
