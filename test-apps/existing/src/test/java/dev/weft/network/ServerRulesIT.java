package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.interop.Stages;
import dev.weft.io.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Rules V86 to V90 of SEMANTICS.md: a server with a task per connection. */
class ServerRulesIT extends SocketFixture {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<Object> log = new ArrayList<>();

  @Suspendable
  private static Socket connect(Server server) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return socket;
  }

  /** Sends one byte, and reads one: the answer, or -1. */
  @Suspendable
  private static int ask(Server server, int value) throws IOException {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(value);
      return socket.getInputStream().read();
    }
  }

  @Suspendable
  private static void addOne(Socket socket) throws IOException {
    int value = socket.getInputStream().read();
    socket.getOutputStream().write(value + 1);
  }

  @Test
  void v86_aHandlerPerConnection_andItsSocketIsClosedBehindIt() throws Exception {
    run(
        () -> {
          try (Server server = Server.start(ANY_PORT, ServerRulesIT::addOne)) {
            assertTrue(server.port() > 0 && server.isAccepting());
            try (Socket client = connect(server)) {
              client.getOutputStream().write(4);
              assertEquals(5, client.getInputStream().read());
              assertEquals(-1, client.getInputStream().read());
            }
            List<Task<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
              int value = i;
              clients.add(Task.spawn(() -> ask(server, value)));
            }
            for (int i = 0; i < 30; i++) {
              assertEquals(i + 1, clients.get(i).result());
            }
          }
        });
  }

  @Test
  void v86_join_endsWhenItIsStopped() throws Exception {
    run(
        () -> {
          Server server = Server.start(ANY_PORT, ServerRulesIT::addOne);
          Task<Void> waiting = Task.spawn(() -> server.join());
          assertEquals(8, ask(server, 7));
          assertFalse(waiting.isDone());
          server.close();
          waiting.join();
          server.close(); // again is fine
        });
  }

  @Test
  void v87_aHandlersFailure_isReported_andTheServerGoesOn() throws Exception {
    Hub.with()
        .uncaught((task, failure) -> log.add(failure.getMessage()))
        .run(
            () -> {
              try (Server server =
                  Server.start(
                      ANY_PORT,
                      socket -> {
                        if (socket.getInputStream().read() == 0) {
                          throw new IllegalStateException("zero");
                        }
                        socket.getOutputStream().write(1);
                      })) {
                assertEquals(-1, ask(server, 0));
                assertEquals(1, ask(server, 2));
              }
            });
    assertEquals(List.of("zero"), log);
  }

  /** A listener that fails at first. */
  private static final class Failing extends ServerSocket {
    private int failures;

    Failing(int failures) throws IOException {
      super(0, 5, InetAddress.getLoopbackAddress());
      this.failures = failures;
    }

    @Override
    @Suspendable
    public Socket accept() throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("Too many open files");
      }
      return super.accept();
    }
  }

  @Test
  void v87_acceptErrors_areTriedAgain_laterEachTime() throws Exception {
    ManualClock clock = new ManualClock();
    List<Long> times = new ArrayList<>();
    Failing listener = closing(new Failing(10));
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              try (Server server =
                  Server.with()
                      .acceptFailed(
                          failure -> {
                            times.add(clock.elapsed().toMillis());
                            log.add(failure.getMessage());
                          })
                      .start(listener, ServerRulesIT::addOne)) {
                CompletableFuture<Integer> client = thread(() -> ask(server, 1));
                assertEquals(2, Stages.await(client));
              }
            });
    assertEquals(List.of(0L, 10L, 30L, 70L, 150L, 310L, 630L, 1270L, 2270L, 3270L), times);
    assertEquals(Set.of("Too many open files"), Set.copyOf(log));
  }

  @Test
  void v88_aLimit_keepsFurtherClientsInTheBacklog() throws Exception {
    run(
        () -> {
          Set<Task<?>> serving = ConcurrentHashMap.newKeySet();
          try (Server server =
              Server.with()
                  .limit(2)
                  .start(
                      ANY_PORT,
                      socket -> {
                        serving.add(Task.current().orElseThrow());
                        assertTrue(serving.size() <= 2);
                        addOne(socket);
                        serving.remove(Task.current().orElseThrow());
                      })) {
            Socket first = connect(server);
            Socket second = connect(server);
            Socket third = connect(server); // in the backlog: connected, but not served
            while (serving.size() < 2) {
              Task.yieldNow();
            }
            third.getOutputStream().write(30);
            Task<Integer> answer = Task.spawn(() -> third.getInputStream().read());
            untilWaiting(answer);
            assertEquals(2, server.connections());
            first.getOutputStream().write(10);
            assertEquals(11, first.getInputStream().read());
            assertEquals(31, answer.result());
            first.close();
            second.close();
            third.close();
          }
          assertThrows(IllegalArgumentException.class, () -> Server.with().limit(0));
        });
  }

  @Test
  void v89_stop_refusesNewClients_letsHandlersFinish_andKillsTheRest() throws Exception {
    run(
        () -> {
          Server server =
              Server.start(
                  ANY_PORT,
                  socket -> {
                    try {
                      addOne(socket);
                    } finally {
                      log.add("ended");
                    }
                  });
          Socket asks = connect(server);
          Socket isSilent = connect(server);
          while (server.connections() < 2) {
            Task.yieldNow();
          }
          Task<Void> stopping = Task.spawn(() -> server.stop(Duration.ofHours(1)));
          while (server.isAccepting()) {
            Task.yieldNow();
          }
          String refused = outcome(() -> connect(server));
          assertTrue(refused.startsWith("ConnectException"), refused);
          asks.getOutputStream().write(1);
          assertEquals(2, asks.getInputStream().read());
          assertEquals(-1, asks.getInputStream().read());
          assertEquals(List.of("ended"), log);
          assertFalse(stopping.isDone()); // for the silent one
          server.stop(Duration.ZERO);
          stopping.join();
          assertEquals(List.of("ended", "ended"), log);
          assertEquals(0, server.connections());
          assertEquals(-1, isSilent.getInputStream().read());
          String again =
              outcome(
                  () -> {
                    server.startAccepting();
                    return null;
                  });
          assertTrue(again.contains("accepts no more connections"), again);
          asks.close();
          isSilent.close();
        });
  }

  @Test
  void v90_acceptingStopsAndStarts_andClientsWaitMeanwhile() throws Exception {
    run(
        () -> {
          try (Server server = Server.with().backlog(5).start(ANY_PORT, ServerRulesIT::addOne)) {
            assertEquals(1, ask(server, 0));
            server.stopAccepting();
            assertFalse(server.isAccepting());
            Task<Integer> client = Task.spawn(() -> ask(server, 5));
            untilWaiting(client);
            assertEquals(0, server.connections());
            server.startAccepting();
            assertEquals(6, client.result());
          }
        });
  }

  @Test
  void spawner_spreadsConnectionsOverHubs() throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      run(
          () -> {
            Set<Object> hubs = ConcurrentHashMap.newKeySet();
            try (Server server =
                Server.with()
                    .spawner(group::spawn)
                    .start(
                        ANY_PORT,
                        socket -> {
                          hubs.add(Hub.current().orElseThrow());
                          addOne(socket);
                        })) {
              for (int i = 0; i < 4; i++) {
                assertEquals(i + 1, ask(server, i));
              }
            }
            assertEquals(Set.copyOf(group.hubs()), hubs);
          });
    }
  }
}
