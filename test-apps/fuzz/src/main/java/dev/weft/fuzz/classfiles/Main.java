package dev.weft.fuzz.classfiles;

/** The command {@code classfiles}. */
public final class Main {
  private Main() {}

  /** Compares; the exit status is 1 if something differs, 2 for a wrong usage. */
  public static void main(String[] arguments) {
    long seed = System.nanoTime() & Integer.MAX_VALUE;
    long count = 5_000;
    try {
      for (int i = 1; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--seed" -> seed = Long.parseLong(arguments[++i]);
          case "--classes" -> count = Long.parseLong(arguments[++i]);
          default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    System.out.println("classfiles --seed " + seed);
    ClassFiles shapes = new ClassFiles();
    shapes.shapes();
    print(shapes);
    ClassFiles mutants = new ClassFiles();
    long start = System.nanoTime();
    mutants.mutants(seed, count);
    print(mutants);
    System.out.printf("%.0f classes/s%n", count / ((System.nanoTime() - start) / 1e9));
    System.exit(shapes.differences().isEmpty() && mutants.differences().isEmpty() ? 0 : 1);
  }

  private static void print(ClassFiles run) {
    run.counts().forEach((kind, number) -> System.out.printf("%8d %s%n", number, kind));
    System.out.println("most for one class: " + run.most());
    run.differences().forEach(System.out::println);
  }
}
