package dev.weft.fuzz.classfiles;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Loads and runs changed classes in this JVM, and prints what came of each: {@code number verdict},
 * and behind a tab what loading took, in milliseconds and kilobytes. Runs in a JVM with the agent
 * and in one without.
 */
final class Verdicts {
  /** The exit status after a program that would not end; the rest needs a new JVM. */
  static final int STUCK = 3;

  private static final long RUN_SECONDS = 30;

  private final Victims victims = new Victims();
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Cost(long nanos, long bytes) {}

  private Cost cost;

  /** Of all classes so far. */
  private long methods;

  public static void main(String[] arguments) throws Exception {
    long first = Long.parseLong(arguments[1]);
    long end = Long.parseLong(arguments[2]);
    Verdicts verdicts = new Verdicts();
    Mutants mutants = new Mutants(verdicts.victims.originals());
    for (long number = first; number < end; number++) {
      if (arguments[0].equals("shapes")) {
        Shapes.Shape shape = Shapes.all().get((int) number);
        verdicts.print(number, shape.main(), shape.classes());
      } else {
        int original = mutants.original(number);
        verdicts.print(
            number, Victims.mainOf(original), Map.of(Victims.nameOf(original), mutants.of(number)));
      }
    }
    System.out.println("[" + verdicts.methods + " methods]");
    System.out.flush();
    System.exit(0);
  }

  private void print(long number, String main, Map<String, byte[]> changed) throws Exception {
    String verdict;
    try {
      verdict = onThread(() -> verdictOn(main, changed));
    } catch (TimeoutException e) {
      System.out.println(number + " STUCK\t0 0");
      System.out.flush();
      Runtime.getRuntime().halt(STUCK);
      return;
    }
    System.out.println(
        number + " " + verdict + "\t" + cost.nanos / 1_000_000 + " " + cost.bytes / 1024);
  }

  private String verdictOn(String main, Map<String, byte[]> changed) {
    cost = new Cost(0, 0);
    long start = System.nanoTime();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Class<?> type;
    try {
      ClassLoader loader = victims.loader(changed);
      for (String name : changed.keySet()) {
        methods += Class.forName(name, false, loader).getDeclaredMethods().length; // links types
      }
      type = Class.forName(main, true, loader);
    } catch (Throwable failure) {
      return "refused " + failure.getClass().getName();
    } finally {
      cost =
          new Cost(
              System.nanoTime() - start,
              threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    try {
      // One line; and identity hash codes are another JVM's own.
      String result = String.valueOf(type.getMethod("run").invoke(null));
      return "ran " + result.replaceAll("@[0-9a-f]+", "@").replaceAll("\\p{Cntrl}", "?");
    } catch (InvocationTargetException e) {
      return "threw " + e.getCause().getClass().getName();
    } catch (Throwable failure) {
      return "refused at run " + failure.getClass().getName();
    }
  }

  private static String onThread(Callable<String> task) throws Exception {
    FutureTask<String> future = new FutureTask<>(task);
    Thread thread = new Thread(null, future, "verdict", 16 << 20);
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(RUN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return "failed " + e.getCause();
    }
  }
}
