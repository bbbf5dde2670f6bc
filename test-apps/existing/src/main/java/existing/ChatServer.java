package existing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rooms: the first line of a connection names one, each later line goes to everybody in it, the
 * sender included. Writers of a connection take turns by its monitor, as such programs do.
 */
public final class ChatServer {
  private static final int BACKLOG = 1_000;

  private final Map<String, List<Member>> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger delivered = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ChatServer() {}

  /** Somebody in a room. */
  private final class Member {
    private final BufferedWriter out;

    Member(Socket socket) throws IOException {
      out =
          new BufferedWriter(
              new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    synchronized void tell(String line) throws IOException {
      out.write(line);
      out.newLine();
      out.flush();
      delivered.incrementAndGet();
    }
  }

  /** Serves until the standard input ends, then says how much it served. */
  public static void main(String[] arguments) throws Exception {
    new ChatServer().serve();
  }

  private void serve() throws Exception {
    ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(server));
    Serving.untilInputEnds(server.getLocalPort());
    server.close();
    threads.shutdown();
    boolean ended = threads.awaitTermination(30, TimeUnit.SECONDS);
    System.out.println(rooms.size() + " rooms, " + delivered + " delivered, ended: " + ended);
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> talk(socket));
      }
    } catch (SocketException e) {
      System.out.println("closed: " + server.isClosed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void talk(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String name = in.readLine();
      List<Member> room = rooms.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>());
      Member member = new Member(socket);
      room.add(member);
      member.tell("welcome to " + name);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (Member other : room) {
          other.tell(line);
        }
      }
      room.remove(member);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
