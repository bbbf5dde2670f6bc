package dev.weft.hazard;

/** Weaves a large method in a JVM that is started to read what the agent prints. */
final class LargeMethod {
  private LargeMethod() {}

  public static void main(String[] arguments) {
    HazardHarness.verify(ClassFileHazardsIT.manyCalls("H72Large", 600));
    System.out.println("right");
  }
}
