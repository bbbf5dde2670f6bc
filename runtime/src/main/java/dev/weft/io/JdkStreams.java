package dev.weft.io;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.waiting.Pollers;
import dev.weft.waiting.Readiness;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

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

  private JdkStreams() {}

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

  /** Lets a task wait until {@code source} has something, or has ended, if that can be told. */
  @Suspendable
  public static void awaitInput(InputStream source) throws IOException {
    if (source instanceof FileInputStream file
        && Strand.ofCallerOrNull() != null
        && isWaitable(file)) {
      FileDescriptor descriptor = file.getFD();
      boolean ready = Readiness.toRead(descriptor).awaitUninterruptibly(Waiter.FOREVER);
      assert ready;
    }
  }

  /** A file is about to be closed: who waits for it goes on. */
  public static void closing(FileInputStream file) {
    try {
      if (Pollers.areAny() && isWaitable(file)) {
        Pollers.closed(file.getFD());
      }
    } catch (IOException e) { // it has no descriptor, so nobody waits for that
      return;
    }
  }

  private static boolean isWaitable(FileInputStream file) throws IOException {
    return file.getClass().getName().equals(OF_PROCESSES)
        || (file.getClass().getClassLoader() == null
            && Abi.descriptors().number(file.getFD()) == 0
            && StandardInput.IS_WAITABLE);
  }
}
