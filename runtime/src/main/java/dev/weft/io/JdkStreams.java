package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.waiting.Pollers;
import dev.weft.waiting.Readiness;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the copies of the JDK's buffered streams call before they read from the operating system:
 * what a process prints, and the standard input if it can be waited for. Threads: any.
 */
public final class JdkStreams {
  /** The JDK's class of what comes from a process. */
  private static final String OF_PROCESSES = "java.lang.Process$PipeInputStream";

  /** What the standard input is called where it is not a file: those can always be read. */
  private static final List<String> WAITABLE =
      List.of("pipe:", "socket:", "/dev/pts/", "/dev/tty", "/dev/console");

  private static final Set<FileDescriptor> WAITED_FOR = ConcurrentHashMap.newKeySet();

  /** Those that could be waited for, and are closed, or about to be: who comes now is too late. */
  private static final Set<FileDescriptor> CLOSED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private JdkStreams() {}

  /** What tells whether a file is open. */
  private record OpenFile(FileDescriptor descriptor) implements Channel {
    @Override
    public boolean isOpen() {
      return !CLOSED.contains(descriptor);
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("close the file");
    }
  }

  /** Found out when somebody first reads from it. */
  private static final class StandardInput {
    static final boolean IS_WAITABLE = isWaitable();

    private static boolean isWaitable() {
      try {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
        return WAITABLE.stream().anyMatch(target::startsWith);
      } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
        return false; // another system: it blocks
      }
    }
  }

  /**
   * Lets a task wait until {@code source} has something, or has ended, if that can be told. A
   * second one at the same time does not wait: it blocks its carrier when it reads.
   *
   * @return what to read from: nothing more, if it was closed meanwhile
   */
  @Suspendable
  public static InputStream awaitInput(InputStream source) throws IOException {
    if (source instanceof FileInputStream file
        && Strand.ofCallerOrNull() != null
        && isWaitable(file)) {
      FileDescriptor descriptor = file.getFD();
      if (descriptor.valid() && WAITED_FOR.add(descriptor)) {
        try {
          boolean ready =
              Readiness.toRead(new OpenFile(descriptor), descriptor)
                  .awaitUninterruptibly(Waiter.FOREVER);
          assert ready;
        } finally {
          WAITED_FOR.remove(descriptor);
        }
        return CLOSED.contains(descriptor) ? InputStream.nullInputStream() : source;
      }
    }
    return source;
  }

  /** A file is about to be closed: who waits for it goes on. */
  public static void closing(FileInputStream file) {
    try {
      if (Pollers.areAny() && isWaitable(file)) {
        CLOSED.add(file.getFD());
        Pollers.closed(file.getFD());
      }
    } catch (IOException | IllegalStateException e) { // none, or of a JDK that nobody knows
      return; // so nobody waits for it
    }
  }

  private static boolean isWaitable(FileInputStream file) throws IOException {
    return file.getClass().getName().equals(OF_PROCESSES)
        || (file.getClass().getClassLoader() == null
            && file.getFD() == FileDescriptor.in
            && StandardInput.IS_WAITABLE);
  }
}
