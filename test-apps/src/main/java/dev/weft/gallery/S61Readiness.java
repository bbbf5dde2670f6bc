package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.channel.FifoQueue;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Readiness;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

/**
 * S61: to wait until one of several channels has something to read. What {@code select} is for in
 * Python is a task for each channel here, which costs next to nothing; a hub that has nothing else
 * to do waits for all of them in a selector of its own. ({@code threads-s61} is a loop around the
 * JDK's.)
 */
public final class S61Readiness {
  private S61Readiness() {}

  public static void main(String[] args) throws Exception {
    List<Pipe> pipes = List.of(Pipe.open(), Pipe.open(), Pipe.open());
    for (Pipe pipe : pipes) {
      pipe.source().configureBlocking(false);
    }
    Hub.run(() -> readAll(pipes)); // by the machine's clock: none is to overtake what may come in
    for (Pipe pipe : pipes) {
      pipe.sink().close();
    }
  }

  @Suspendable
  private static void readAll(List<Pipe> pipes) throws Exception {
    Readiness nobodyWrites = Readiness.of(pipes.get(0).source(), SelectionKey.OP_READ);
    System.out.println("within a second: " + nobodyWrites.await(Pace.seconds(1)));
    FifoQueue<Integer> heard = new FifoQueue<>();
    List<Task<?>> readers = new ArrayList<>();
    for (int i = 0; i < pipes.size(); i++) {
      int number = i;
      readers.add(Task.spawn(() -> read(pipes.get(number).source(), number, heard)));
    }
    for (int number : List.of(2, 0, 1, 0)) {
      pipes.get(number).sink().write(ByteBuffer.wrap(new byte[] {(byte) number}));
      System.out.println("heard from " + heard.take());
    }
    for (Pipe pipe : pipes) {
      pipe.source().close(); // which wakes who waits
    }
    for (Task<?> reader : readers) {
      System.out.println("read " + reader.result());
    }
  }

  /** How many bytes there were until the channel was closed. */
  @Suspendable
  private static int read(Pipe.SourceChannel channel, int number, FifoQueue<Integer> heard)
      throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    while (channel.isOpen()) {
      Readiness.of(channel, SelectionKey.OP_READ).await();
      if (channel.isOpen() && channel.read(buffer) > 0) {
        heard.put(number);
      }
    }
    return buffer.position();
  }
}
