package measured;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Small applications on the libraries of the corpus, which this module does not depend on. {@code
 * main} does the work of one as often as told, and prints what it took: milliseconds from the start
 * of the JVM until the work was done once, and of processor time; and for the last time it was
 * done; kilobytes used for classes; classes loaded.
 */
public enum Application {
  /** Prints nothing and uses nothing. */
  NOTHING {
    @Override
    void work() {
      // the JVM's own start is what is measured
    }
  },

  /** Eclipse's compiler compiles a class. */
  ECJ {
    @Override
    void work() throws ReflectiveOperationException, java.io.IOException {
      Path folder = Files.createTempDirectory("ecj");
      Path source = Files.writeString(folder.resolve("Queens.java"), SOURCE);
      Class<?> progress = Class.forName("org.eclipse.jdt.core.compiler.CompilationProgress");
      Method compile =
          Class.forName("org.eclipse.jdt.core.compiler.batch.BatchCompiler")
              .getMethod("compile", String.class, PrintWriter.class, PrintWriter.class, progress);
      PrintWriter errors = new PrintWriter(System.err, true);
      Object done = compile.invoke(null, "-17 -d none " + source, errors, errors, null);
      Files.delete(source);
      Files.delete(folder);
      check(done.equals(true));
    }
  },

  /** Groovy evaluates a script. */
  GROOVY {
    @Override
    void work() throws ReflectiveOperationException {
      Object shell = Class.forName("groovy.lang.GroovyShell").getConstructor().newInstance();
      Method evaluate = shell.getClass().getMethod("evaluate", String.class);
      check(evaluate.invoke(shell, "(1..100).collect { it * 2 }.sum()").equals(10_100));
    }
  },

  /** Clojure loads its core and evaluates an expression. */
  CLOJURE {
    @Override
    void work() throws ReflectiveOperationException {
      Class.forName("clojure.lang.RT");
      Method load = Class.forName("clojure.lang.Compiler").getMethod("load", Reader.class);
      Object sum = load.invoke(null, new StringReader("(reduce + (map inc (range 1000)))"));
      check(sum.equals(500_500L));
    }
  },

  /** Spring starts a context with a bean. */
  SPRING {
    @Override
    void work() throws ReflectiveOperationException {
      Class<?> type =
          Class.forName(
              "org.springframework.context.annotation.AnnotationConfigApplicationContext");
      Object context =
          type.getConstructor(Class[].class).newInstance((Object) new Class<?>[] {BEAN});
      check(type.getMethod("getBean", Class.class).invoke(context, BEAN) != null);
      type.getMethod("close").invoke(context);
    }
  };

  private static final Class<?> BEAN = Bean.class;

  private static final String SOURCE =
      """
      import java.util.*;
      public class Queens {
        record Place(int row, int column) {}
        static void solve(int row, int n, List<Place> queens, List<List<Place>> found) {
          if (row == n) { found.add(List.copyOf(queens)); return; }
          for (int column = 0; column < n; column++) {
            Place place = new Place(row, column);
            if (queens.stream().noneMatch(q -> q.column() == place.column()
                || Math.abs(q.column() - place.column()) == place.row() - q.row())) {
              queens.add(place);
              solve(row + 1, n, queens, found);
              queens.remove(place);
            }
          }
        }
      }
      """;

  /** A bean. */
  public static final class Bean {}

  /** Does the work once. */
  abstract void work() throws Exception;

  static void check(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("the application did not do its work");
    }
  }

  /** Arguments: the application, and how often it is to work. */
  public static void main(String[] arguments) throws Exception {
    Application application = valueOf(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long first = 0;
    long processor = 0;
    long last = 0;
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      application.work();
      last = (System.nanoTime() - start) / 1_000_000;
      if (i == 0) {
        first = System.currentTimeMillis() - begun;
        processor = system.getProcessCpuTime() / 1_000_000;
      }
    }
    long metaspace = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      String name = pool.getName().toLowerCase(Locale.ROOT);
      if (name.contains("metaspace") || name.contains("class space")) {
        metaspace += pool.getUsage().getUsed();
      }
    }
    int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    System.out.println(
        "start: " + first + " " + processor + " " + last + " " + metaspace / 1024 + " " + classes);
  }
}
