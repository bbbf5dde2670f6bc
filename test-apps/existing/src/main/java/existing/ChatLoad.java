package existing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;

/** Rooms full of people who all talk at once, and hear each other. */
public final class ChatLoad {
  private static final int ROOMS = 10;
  private static final int PEOPLE = 10;
  private static final int LINES = 10;

  private ChatLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    CyclicBarrier allIn = new CyclicBarrier(ROOMS * PEOPLE);
    long heard = Load.sum(ROOMS * PEOPLE, index -> () -> talk(port, index, allIn));
    System.out.println(ROOMS + " rooms, " + heard + " lines heard");
  }

  private static long talk(int port, int index, CyclicBarrier allIn) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
      say(out, "room " + index % ROOMS);
      String welcome = in.readLine();
      if (!welcome.equals("welcome to room " + index % ROOMS)) {
        throw new IOException(welcome);
      }
      allIn.await();
      for (int i = 0; i < LINES; i++) {
        say(out, index + ":" + i);
      }
      return listen(in, index);
    }
  }

  private static void say(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.newLine();
    out.flush();
  }

  /** Everybody's lines come in everybody's order. */
  private static long listen(BufferedReader in, int index) throws IOException {
    Map<Integer, Integer> next = new TreeMap<>();
    for (int i = 0; i < PEOPLE * LINES; i++) {
      String[] parts = in.readLine().split(":", 2);
      int speaker = Integer.parseInt(parts[0]);
      int number = Integer.parseInt(parts[1]);
      if (speaker % ROOMS != index % ROOMS || next.merge(speaker, 1, Integer::sum) != number + 1) {
        throw new IOException(index + " heard line " + number + " of " + speaker);
      }
    }
    return next.size() * (long) LINES;
  }
}
